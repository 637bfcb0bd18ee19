# The staff's lists of chats (M), the card of a chat and everything behind it (C).

word-resume = продолжить

m-list = Личные сообщения{ $what }

    { $lines }{ $page }

    Чтобы найти чат, напишите часть названия.
    .prev = ‹
    .next = ›
    .new = + Новый чат
    .filter = Показать
    .more = ⋯ Ещё
    .problem = ⚠ { $title }
m-list-group = { " " }› { $group }
m-list-found = { " " }› «{ $query }»
m-list-nothing = Таких чатов нет.
m-list-none = Чата с названием «{ $query }» среди ваших нет.
m-list-draft = Есть незаконченный чат: «{ $title }» — напишите «продолжить».
m-list-draft-edit = Есть несохранённые изменения в чате «{ $title }» — напишите «продолжить».
m-line = { $number }. { $title } · { $inside } из { $expected } в чате
m-line-making = { $number }. { $title } · создаём…
m-line-problem = { $number }. { $title } · ⚠ { $why }
m-line-invited = { $number }. { $title } · ✉️ вас ждёт приглашение
m-problem-no-rights = нет прав у бота
m-problem-gone = бот больше не видит чат
m-problem-refused = ВКонтакте отказал в изменении
m-problem-held = часть изменений остановлена

m-empty = Личные сообщения

    Чатов пока нет. Создайте первый или подключите уже существующий чат ВКонтакте. Чаты класса появляются сами, когда классный руководитель привяжет профиль.
    .adopt = Подключить существующий чат

m-filter = Какие чаты показать?
    .group = { $group } · { $count }
    .bin = Удалённые (30 дней) · { $count }
    .back = Назад
m-group-all = Все
m-group-problems = Требуют внимания
m-group-subject = Предметные
m-group-custom = Произвольные
m-group-automatic = Автоматические
m-group-adopted = Подключённые
m-group-school = Все чаты школы

m-bin = Удалённые чаты

    { $lines }
    .restore = Восстановить «{ $title }»
    .back = Назад
m-bin-line = «{ $title }» — удалён { $day }, восстановить можно до { $until }. Участникам придут новые приглашения.
m-bin-empty = Здесь пусто.
m-bin-restore = Восстановить «{ $title }»? Бот не может вернуть людей сам: { $people }.
    .yes = Восстановить и разослать
    .back = Назад
m-bin-too-late = Чат удалён больше 30 дней назад, вернуть его нельзя.
m-restored = Чат восстановлен. Приглашения уходят участникам.
c-will-be-invited = { $count ->
    [one] { $count } участник получит приглашение
    [few] { $count } участника получат приглашение
   *[many] { $count } участников получат приглашение
}

m-more = Ещё
    .profile = Профиль
    .help = Помощь
    .adopt = Подключить существующий чат
    .await = Кто не вступил
    .messenger = VK Мессенджер
    .console = Консоль администратора
    .back = Назад

c-view = { $title }
    { $kind } · { $created }

    В чате { $inside } из { $expected }{ $states }
    Администраторы: { $admins }
    { $follows } · { $checked }{ $evicted }
    .open = Перейти в VK Мессенджер
    .join = Вступить
    .fix = Как исправить
    .edit = ✏ Редактировать состав участников
    .members = Участники · { $count }
    .link = Ссылка и QR-код
    .settings = Настройки
    .sync = Сверить с журналом
    .log = Журнал действий
    .delete = 🗑 Удалить чат
    .back = Назад
c-kind-class = чат класса
c-kind-subject = чат группы по предмету
c-kind-custom = произвольный чат
c-created = создан { $day }
c-making = создаётся
c-is-closed = { " " }· закрытый
c-count-invited = ✉️ приглашены: { $count }
c-count-coming = ✉️ ждут приглашения: { $count }
c-count-failed = ✉️ не доставлено: { $count }
c-count-stopped = ✉️ приглашение остановлено: { $count }
c-count-unlinked = ⏳ не привязали профиль: { $count }
c-count-closed = 🚫 закрыли сообщения сообщества: { $count }
c-count-left = 🚪 вышли: { $count }
c-follows = Следует за журналом
c-follows-not = Состав выбран вручную
c-checked = сверка { $moment }
c-not-checked = сверки ещё не было
c-no-admins = пока нет
c-evicted = Посторонних удалено за неделю: { $count }
c-trouble = ⚠ { $why }
c-problem-no-rights = Бот не администратор чата — люди не проверяются.
c-problem-gone = Бот больше не видит этот чат. Добавьте в него сообщество снова и назначьте администратором — бот продолжит сам.
c-problem-refused = ВКонтакте отказал в изменении. Бот повторит при следующей сверке.
c-problem-held = Часть изменений остановлена, причина — в разделе «Сверить с журналом».

c-fix = { $title } › Нужны права администратора

    1. Откройте чат → название → «Участники».
    2. Найдите сообщество школы → ⋯ → «Назначить администратором». Если его там нет, сначала добавьте.
    3. Нажмите «Проверить».
    .check = Проверить
    .back = Назад
c-fix-done = { $title } › Права администратора

    Права администратора у бота есть, люди проверяются.
c-fix-checking = Проверяем. Это занимает несколько секунд.

c-members = { $title } › Участники
    { $what }
    { $lines }{ $page }

    Нажмите ⋯ нужного человека или напишите номер либо фамилию.
    .person = ⋯ { $name }
    .filter = Показать
    .back = Назад
c-members-page = Стр. { $page } из { $pages }
c-members-nobody = Никого.
c-members-none = Никого не нашли по запросу «{ $query }». Проверьте написание.
c-members-found = Поиск «{ $query }»
c-members-awaited = Только те, кто не вступил
c-members-leading = Только администраторы
c-members-silent = Только те, кто не может писать
c-members-outsiders = Кроме них, в чате { $people } не из состава.
c-line = { $number }. { $star }{ $name } · { $icon }{ $when }
c-star = ⭐{ " " }
c-line-invited = приглашение от { $day }
c-line-left = выход { $day }
c-people = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[many] { $count } человек
}

icon-silent = 🔇
icon-inside = 🟢
icon-invited = ✉️
icon-coming = ✉️
icon-failed = ✉️
icon-stopped = ✉️
icon-closed = 🚫
icon-left = 🚪
icon-unlinked = ⏳
icon-leaving = 🟢
icon-removed = ✖
state-inside = в чате
state-invited = приглашение отправлено
state-coming = приглашение готовится
state-failed = приглашение не доставлено
state-stopped = приглашение остановлено
state-closed = сообщения сообщества закрыты
state-left = выход из чата
state-unlinked = профиль не привязан
state-leaving = ещё в чате: ВКонтакте пока не подтвердил удаление
state-removed = не состоит в чате

c-members-filter = { $title } › Кого показать?
    .all = Все · { $count }
    .awaited = Не вступили · { $count }
    .leading = Администраторы · { $count }
    .silent = Не могут писать · { $count }
    .xlsx = Скачать список XLSX
    .csv = Скачать CSV
    .back = Назад
c-file = Список участников чата «{ $title }»: { $people }.
c-file-sent = Файл придёт следующим сообщением.
c-file-number = №
c-file-name = Ф. И. О.
c-file-role = Роль
c-file-state = Состояние
c-file-admin = Администратор
c-file-yes = да

c-member-silent = 🔇 в чате, не может писать
c-member-silent-until = 🔇 в чате, не может писать: запрет закончится { $moment }
c-member-leads = ⭐ администратор чата
c-member-led = ⭐ права администратора забираются: ВКонтакте ещё не подтвердил
c-member-unproved = ⭐? ВКонтакте ещё не подтвердил права. Бот повторит; можно назначить и в самом чате: участник → ⋯ → «Назначить администратором».
c-member-parents = Родители: { $parents }
c-member-parent = { $name } (⏳ профиль не привязан)
c-member-parent-linked = { $name } (профиль привязан)
c-member-why-not = ⚠ { $why }
c-member-locked = 🔒 Отвечает за чат, поэтому всегда остаётся в нём администратором.
c-member-undo = Вернуть в чат можно до конца десяти минут: { $moment }.
c-member =
    .lead = Выдать права администратора
    .follow = Забрать права администратора
    .mute = Запретить писать
    .speak = Разрешить писать
    .invite = Отправить приглашение ещё раз
    .code = Показать код привязки
    .qr = Показать личный QR-код
    .kick = Удалить из чата
    .return = Вернуть в чат
    .log = Действия с этим человеком
    .back = Назад
c-admin = Выдать права администратора? { $name } сможет удалять участников и менять чат.
    .yes = Выдать права
    .no = Не выдавать
c-admin-pupil = Назначить администратором учащегося?

    { $name } сможет удалять участников и менять чат. Родители и администратор школы увидят это в журнале действий.
c-admin-later = Права будут выданы автоматически, когда { $name } вступит в чат.
c-member-gone = Этого человека уже нет в составе чата. Сначала верните его в состав.
c-invite-useless = Приглашать не нужно: человек уже в чате или ещё не привязал профиль.
c-invited-recently = Приглашение отправлено меньше суток назад. Покажите личный QR-код.
c-code = Код привязки: { $name }

    { $code }
    { $link }

    Действует до { $day }. Код личный: передайте его только этому человеку.
c-code-sent = Код придёт следующим сообщением.
c-code-linked = Профиль уже привязан, код не нужен.
c-code-denied = Здесь можно получить коды учеников и родителей своих классов. Другие коды выдаёт администратор школы.
c-qr-personal = Личный QR-код: { $name }. Наведите камеру телефона: код привязки введётся сам.
c-qr-dialogue = QR-код: { $name }. Наведите камеру телефона: откроется диалог с ботом, там ждёт приглашение в чат.
c-qr-sent = QR-код придёт следующим сообщением.

c-mute = Запретить писать: { $name }. На сколько?
    .quarter = 15 минут
    .hour = 1 час
    .day = До конца дня
    .open = До отмены
    .back = Назад
c-mute-done = Запрет писать включён
c-mute-lifted = Снова может писать
c-mute-useless = Запретить писать можно только тому, кто в чате и не администратор.

c-kick = Удалить из чата: { $name }?

    { $why }
    .yes = Удалить из чата
    .no = Не удалять
c-kick-journal = По журналу этот человек в составе чата. После удаления сверка его не вернёт, пока вы не снимете пометку «удалён вручную» в разделе «Сверить с журналом».
c-kick-picked = Этот человек добавлен в чат вручную. Вернуть его можно в разделе «Редактировать состав участников».
c-undo-late = Десять минут прошли. Верните человека через «Редактировать состав участников».

c-del = Удалить чат «{ $title }»? Подтвердите действие.

    Чат исчезнет из электронного журнала, но останется в VK Мессенджере — из него будут только исключены участники ({ $count }). Если вы хотите удалить чат для себя и в VK Мессенджере, откройте его, нажмите на три точки в правом верхнем углу и выберите «Очистить историю».
    .yes = Удалить чат
    .list = Скачать список участников
    .no = Не удалять
c-del-typed = Удалить чат «{ $title }»

    Это действие затронет { $people }. Чтобы подтвердить, напишите название чата в течение 2 минут.
c-del-affected = { $count ->
    [one] { $count } человека
   *[many] { $count } человек
}
c-del-wrong = Название не совпало или время вышло, чат не удалён.
c-del-frozen = Чат не сверяется до { $until }, поэтому удалить его пока нельзя. Снять это может администратор школы.
c-del-run = Удаляем чат «{ $title }»… исключены { $out } из { $all }
    .stop = Остановить
c-del-done = Чат «{ $title }» удалён. Он в разделе «Удалённые» до { $until }.
    .restore = Восстановить
    .home = Личные сообщения
c-del-part = Чат «{ $title }»: удалено не всё. { $people }. { $why }
    .again = Повторить
    .on = Продолжить удаление
c-del-stopped = Чат «{ $title }»: удаление остановлено. { $people }. До { $until } его можно продолжить или восстановить чат, потом бот исключит остальных.
c-del-left = { $count ->
    [one] Остался { $count } человек
    [few] Осталось { $count } человека
   *[many] Осталось { $count } человек
}

c-sync = { $title } › Сверка с журналом › предварительно

    { $lines }

    Последние данные: { $journal }.
    .apply = Применить { $changes }
    .held = Решить об остановленном
    .return = Вернуть: { $name }
    .own = Отличия от журнала: { $count }
    .back = Назад
c-sync-changes = { $count ->
    [one] { $count } изменение
    [few] { $count } изменения
   *[many] { $count } изменений
}
c-sync-nothing = Менять сейчас нечего. От журнала чат отличается только тем, что решено вручную.
c-sync-same = Состав совпадает с журналом.
c-sync-unlinked = Не привязали профиль: { $people }. Приглашения уйдут им сами.
c-sync-create = Создать: { $names }
c-sync-rename = Название: { $names }
c-sync-invite = Пригласить: { $names }
c-sync-promote = Выдать права администратора: { $names }
c-sync-demote = Забрать права администратора: { $names }
c-sync-remove = Убрать: { $names }
c-sync-evict = Удалить посторонних: { $names }
c-sync-held = Остановлено: { $names }. { $why }
c-sync-titles = «{ $before }» → «{ $title }»
c-sync-title = «{ $title }»
c-sync-why = { $name } ({ $why })
c-sync-more = { " " }и ещё { $count }
c-sync-applied = Изменения применяются: это займёт несколько секунд.
c-sync-own-out = Удалены вручную, не возвращаем: { $names }
c-sync-own-in = Добавлены вручную, не удаляем: { $names }
c-sync-own-leads = Администраторы по решению вручную: { $names }
c-sync-own-follows = Без прав администратора по решению вручную: { $names }
c-own = { $title } › Сверка с журналом › Отличия от журнала

    { $lines }
    .journal = Как в журнале: { $name }
    .back = Назад
c-own-line = { $number }. { $name } — { $how }
c-own-out = по журналу в чате, но решено не возвращать
c-own-in = по журналу не в чате, но решено добавить
c-own-leads = решено выдать права администратора
c-own-follows = решено забрать права администратора
c-own-none = Отличий, сделанных вручную, нет.
c-own-settled = { $name }: теперь как в журнале.
c-sync-returned = { $name }: приглашение уйдёт сейчас.
why-pupil = учится в { $unit }
why-guardian = родитель, { $unit }
why-teacher = ведёт уроки в { $unit }
why-homeroom = классный руководитель { $unit }
why-picked = добавлен вручную
why-author = автор чата
why-stand-in = временно отвечает за чат
why-found = в чате с подключения
c-member-page = страница id{ $page }

c-log = { $title } › Журнал действий

    { $lines }{ $page }
    .file = Скачать CSV
    .back = Назад
c-log-line = { $moment } · { $actor }: { $what }{ $run }
c-log-empty = Записей пока нет.
ledger-cut = Здесь только последние записи: { $shown } из { $total }.
c-log-file = Журнал действий чата «{ $title }».
c-log-at = Время
c-log-actor = Кто
c-log-what = Что
actor-account = участник
actor-journal = сверка
actor-bot = бот
actor-operator = оператор

# What a line of the ledger says (ledger-<event>); «who» is the person whom it concerns.
ledger-somebody = участник без привязки
ledger-hold = остановлено, { $who }. { $why }
ledger-refusal = { $who } { $why }
ledger-trouble = неполадка. { $why }
ledger-chat-wanted = заказ чата
ledger-created = чат создан
ledger-renamed = название: «{ $before }» → «{ $after }»
ledger-invited = приглашение: { $who }
ledger-promoted = права администратора выданы: { $who }
ledger-withdrawn = приглашение отозвано: { $who }
ledger-muted = запрет писать: { $who }
ledger-unmuted = снова может писать: { $who }
ledger-stranger-muted = посторонний без права писать, пока не привяжет профиль
ledger-demoted = права администратора забраны: { $who }
ledger-removed = удаление из чата: { $who } ({ $why })
ledger-removal-read-back = удаление подтверждено ВКонтакте
ledger-evicted = удалён посторонний
ledger-link-replaced = ссылка-приглашение заменена
ledger-closed = все участники исключены, чат закрыт
ledger-deleted = чат удалён
ledger-restored = чат восстановлен
ledger-cannot-enter = { $who } не может войти по ссылке, нужно добавить вручную
ledger-member-removed = решение удалить из чата: { $who }
ledger-member-as-journal = решение вести как в журнале: { $who }
ledger-member-returned = решение вернуть в чат: { $who }
ledger-silence-wished = решение запретить писать: { $who }
ledger-writers-staff = писать могут только сотрудники и администраторы
ledger-writers-everybody = писать могут все участники
ledger-silence-lifted = решение разрешить писать: { $who }
ledger-lead-given = решение выдать права администратора: { $who }
ledger-lead-taken = решение забрать права администратора: { $who }
ledger-title-restored = возвращено название «{ $after }», вручную было «{ $before }»
ledger-title-asked = название изменено вручную на «{ $after }», ответственный решает, оставить ли его
ledger-title-kept = оставлено название, данное вручную
ledger-title-returned = решено вернуть прежнее название
ledger-pin-seen = правила чата закреплены
ledger-pin-restored = правила чата закреплены снова
ledger-pin-asked = закреплённое сообщение изменено вручную, ответственный решает, оставить ли его
ledger-pin-kept = закреплённое сообщение оставлено за участниками
ledger-pin-returned = решено снова закрепить правила чата
ledger-deletion-stopped = удаление остановлено
ledger-invitations-stopped = рассылка приглашений остановлена
ledger-invited-again = приглашение отправлено ещё раз: { $who }
ledger-linked = профиль привязан: { $who }
ledger-unlinked = профиль отвязан: { $who }
ledger-relinked = профиль перенесён на другую страницу: { $who }
ledger-relink-asked = запрос на перенос профиля
ledger-relink-cancelled = перенос профиля отменён
ledger-number-confirmed = номер подтверждён: { $who }
ledger-codes-issued = выпущены личные коды
ledger-used-code-tried = введён использованный код
ledger-erasure-asked = просьба удалить данные
ledger-erased = данные удалены
ledger-journal-partial = журнал прочитан не полностью
ledger-journal-suspicious = журнал изменился подозрительно сильно
ledger-journal-trusted = подозрительный журнал принят как верный
ledger-journal-empty = журнал пуст
ledger-journal-failed = журнал не прочитан
ledger-people-changed = изменён состав участников
ledger-people-added = добавлены: { $names }
ledger-people-removed = убраны: { $names }
ledger-people-promoted = назначены администраторами: { $names }
ledger-people-demoted = больше не администраторы: { $names }
ledger-chat-found = бот добавлен в чат
ledger-chat-adopted = чат подключён
ledger-chat-declined = чат решено не подключать
ledger-chat-left = бот вышел из чата
ledger-link-asked = в чат отправлена просьба привязать профиль
ledger-unknown-dismissed = решение удалить тех, кого нет в журнале
ledger-strangers-set = изменено правило о посторонних
ledger-follows-journal = чат следует за журналом
ledger-follows-no-journal = чат больше не следует за журналом
ledger-new-link-asked = решение заменить ссылку
ledger-offered = чат предложен: { $who }
ledger-access-asked = просьба о доступе к чату
ledger-access-given = по просьбе добавлен участник: { $who }
ledger-access-refused = в доступе к чату отказано: { $who }
ledger-offer-void = предложение передать чат снято
ledger-transferred = чат передан: { $who }
ledger-welcome-set = изменено приветствие
ledger-sheet-printed = отправлен лист личных приглашений
ledger-reminded = отправлены напоминания
ledger-leave-wished = просьба выйти из чата: { $who }
ledger-consent-asked = запрос согласия родителя: { $who }
ledger-consent-given = согласие родителя: { $who }
ledger-consent-withdrawn = согласие отозвано: { $who }
