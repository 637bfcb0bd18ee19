# New chats (N), the people picker (P), editing a chat (C.EDIT …).

n-too-many = В чате ВКонтакте помещается не больше { $limit ->
    [one] { $limit } человека
   *[many] { $limit } человек
}. Разделите состав на два чата.
n-nobody = Выберите хотя бы одного участника.
n-group-gone = Этой группы больше нет в журнале.
n-exists-already = Чат этой группы уже есть.
p-pupils-never-lead = В этой школе учащиеся не бывают администраторами.
p-unclear = Не получилось понять. Напишите номера («3 5 7-12») или фамилию.
p-no-number = Таких номеров в списке нет: { $numbers }. Всего людей: { $count }.

# N: which chat.

n-type = Новый чат

    Чат группы по предмету — состав берётся из вашей учебной нагрузки.
    Произвольный чат — название и людей выбираете сами.{ $own }
    .taken = ✔ { $title }
    .mine = Все мои группы · { $count }
    .subject = По параллели и классу
    .custom = Произвольный чат
    .another = Другой чат
    .back = Назад
n-type-own = { "" }

    Ваши группы — первыми. ✔ — чат уже есть.
n-mine = Новый чат › Мои группы

    Группы из вашей учебной нагрузки. ✔ — чат уже есть.
n-par = Новый чат › Параллель

    Выберите параллель.
    .mine = Мои группы списком
n-class = Новый чат › Параллель: { $parallel } › Класс

    Выберите класс.
n-no-parallel = Другие классы
n-subj = Новый чат › { $unit } › Предмет

    Выберите предмет.
n-no-subject = Без названия предмета
n-group = Новый чат › { $unit } › { $subject } › Группа по предмету

    { $lines }
n-group-line = { $number }. { $title } · { $count ->
    [one] { $count } учащийся
   *[many] { $count } учащихся
}
n-nogroups = Новый чат{ $where }

    Группы не отображаются. Обратитесь к представителям электронного журнала/дневника — специалисты подскажут, что делать в этом случае.
    Последние данные: { $journal }.
    .read = Обновить из журнала
    .custom = Создать произвольный чат
n-nogroups-of = { " " }› { $unit }
n-reading = Журнал читается. Нажмите ещё раз через минуту.
n-exists = Чат для группы «{ $title }» уже есть: { $count ->
    [one] { $count } участник
    [few] { $count } участника
   *[many] { $count } участников
}, создан { $day }{ $author }.
    .open = Открыть этот чат
    .restore = Вернуть удалённый чат
    .ask = Попросить доступ
    .back = Назад
n-exists-by = { " " }({ $name })
n-exists-asked = Вы попросили доступ. Когда вас добавят, сюда придёт приглашение.
n-exists-deleted = Чат группы «{ $title }» удалён { $day }{ $author }. В течение 30 дней его можно вернуть.
n-ask-again = Вы уже просили доступ к этому чату. Повторить можно через сутки.
n-ask-nobody = Попросить некого: автор чата не привязал профиль. { $whom }
n-asked = { $name } просит доступ к чату «{ $title }».
    .member = Добавить участником
    .leader = Добавить администратором
    .no = Не добавлять
n-ask-gone = Добавить не получится: сотрудник отвязал профиль или больше не работает в школе.
n-ask-answered = На эту просьбу уже ответили: { $line }
n-ask-given = Вам открыли доступ к чату «{ $title }». Приглашение придёт отдельным сообщением.
n-ask-done = Доступ открыт: { $name }
n-ask-refused = Вас не добавили в чат «{ $title }». Решение принимает автор чата.
n-ask-no = Чат остаётся как есть

# N: a custom chat.

n-name = Произвольный чат › Название

    Введите название чата. Например: «Стенгазета».
    .circle = Кружок
    .trip = Экскурсия
    .project = Проект
    .on = Оставить это название
    .back = Назад
n-name-again = Произвольный чат › Название

    Сейчас: «{ $title }». Введите другое название или оставьте это.
n-name-empty = Название не может быть пустым.
n-name-long = Название длиннее { $limit } знаков — сейчас { $count }. Сократите его.
n-keep-same = Чат «{ $title }» у вас уже есть. Оставить название?
n-keep-private = В названии «{ $title }» есть телефон или почта. Название видят все участники, личным данным в нём не место. Оставить название?
n-keep =
    .change = Изменить название
    .yes = Оставить название
n-rename = { $title } › Название

    Введите новое название чата.
n-scope = { $title } › Откуда люди

    Выбрано: { $chosen }
    Подходит: { $counts }.
    .parallels = Параллель: { $chosen }
    .classes = Класс: { $chosen }
    .subjects = Предмет: { $chosen }
    .school = Вся школа
    .people = Выбрать людей
    .back = Назад
n-scope-any-parallels = любая
n-scope-any-classes = любой
n-scope-any-subjects = любой
n-scope-school = вся школа
n-scope-chosen = параллель: { $parallels } · класс: { $classes } · предмет: { $subjects }
n-set =
    .on = ✅ { $title }
    .off = ⬜ { $title }
    .any = Любой
    .done = Готово
n-set-parallels = { $title } › Параллели

    Отметьте одну или несколько параллелей.
n-set-classes = { $title } › Классы

    Отметьте один или несколько классов. Можно написать: «8А, 8Б».
n-set-subjects = { $title } › Предметы

    Отметьте один или несколько предметов.
n-review = Проверьте и создайте

    Название: { $title }
    Участники: { $members }
    Администраторы: ⭐ { $leaders }{ $unlinked }
    .create = Создать чат
    .rename = Изменить название
    .settings = Настройки чата
    .people = Изменить людей
    .back = Назад
    .cancel = Отмена
n-settings = { $title } › Настройки чата

    Мы рекомендуем «Закрытый чат»: у вас будут максимальные возможности по управлению. Закрыть чат можете только вы сами: после создания бот покажет, как.{ $strangers }

    Всё это можно изменить и потом.
    .done = Готово
    .back = Назад
n-settings-pupils = { "" }
    В чате будут учащиеся, поэтому посторонних бот удаляет сразу.

# N: the chat comes into being.

n-progress = Создаём чат «{ $title }»

    { $lines }
    .stop = Остановить рассылку
n-progress-making = ▶ чат создаётся
n-progress-made = ✔ чат создан, { $count ->
    [0] приглашаем участников
    [one] сразу добавлен { $count } человек
    [few] сразу добавлены { $count } человека
   *[many] сразу добавлены { $count } человек
}
n-progress-link = ✔ ссылка получена
n-progress-leaders = ✔ права администратора: { $done } из { $wanted }
n-progress-invited = ▶ приглашения: { $done } из { $wanted }
n-progress-trouble = ⚠ { $why }
n-done = Чат создан

    «{ $title }»
    { $facts }
    Никого добавлять вручную не нужно.
    .open = Перейти в VK Мессенджер
    .link = Ссылка и QR-код
    .card = Карточка чата
    .close = Закрыть чат: шаг вручную
    .more = Создать ещё один
    .home = Личные сообщения
n-done-inside = 🟢 В чате { $count ->
    [one] { $count } участник
    [few] { $count } участника
   *[many] { $count } участников
}
n-done-invited = ✉️ { $count ->
    [one] Приглашён { $count } человек
    [few] Приглашены { $count } человека
   *[many] Приглашены { $count } человек
}
n-done-unlinked = ⏳ { $count ->
    [one] { $count } человек получит
    [few] { $count } человека получат
   *[many] { $count } человек получат
} приглашение после связки профиля
n-partial = Чат создан, но приглашены не все

    «{ $title }»
    { $inside }
    { $missed }
    Покажите им QR-код: по нему входят и без сообщений от сообщества.
    .qr = Показать QR-код
    .again = Повторить сейчас
    .send = Разослать приглашения
n-partial-stopped = ✋ Рассылка остановлена, { $count ->
    [one] не приглашён { $count } человек
    [few] не приглашены { $count } человека
   *[many] не приглашены { $count } человек
}: { $names }
n-partial-failed = ✉️ { $count ->
    [one] { $count } приглашение не доставлено
    [few] { $count } приглашения не доставлены
   *[many] { $count } приглашений не доставлено
}: { $names }
n-partial-closed = 🚫 { $count ->
    [one] { $count } человек закрыл
    [few] { $count } человека закрыли
   *[many] { $count } человек закрыли
} сообщения сообщества: { $names }

# P: the people of a chat.

p-sum = { $title } › Участники

    { $counts }
    Администраторы: ⭐ { $leaders }{ $unlinked }

    { $hint }
    .create = Создать чат
    .review = Проверить и создать
    .pupils = Учащиеся · { $chosen } из { $total }
    .parents = Родители · { $chosen } из { $total }
    .staff = Сотрудники · { $chosen } из { $total }
    .all = Все · { $chosen } из { $total }
    .leaders = ⭐ Администраторы · { $count }
    .settings = Настройки чата
    .find = Найти человека
    .extra = Люди не из списка
    .back = Назад
    .cancel = Отмена
p-sum-pupils = Учащиеся: { $chosen } из { $total }
p-sum-parents = Родители: { $chosen } из { $total }
p-sum-staff = Сотрудники: { $chosen } из { $total }
p-sum-leaders = Администраторы: ⭐ { $names }
p-sum-by-journal = Всё уже выбрано по журналу. Можно сразу создать чат.
p-sum-choose = Выберите, кто будет в чате.
p-unlinked = ⏳ Не привязали профиль: { $count ->
    [one] { $count } человек — приглашение уйдёт само, когда привяжет.
    [few] { $count } человека — приглашения уйдут сами, когда привяжут.
   *[many] { $count } человек — приглашения уйдут сами, когда привяжут.
}
p-nobody = никого
p-count-pupils = { $count ->
    [one] { $count } учащийся
   *[many] { $count } учащихся
}
p-count-parents = { $count ->
    [one] { $count } родитель
    [few] { $count } родителя
   *[many] { $count } родителей
}
p-count-staff = { $count ->
    [one] { $count } сотрудник
    [few] { $count } сотрудника
   *[many] { $count } сотрудников
}
p-note-pupils = учащийся
p-note-parents = родитель
p-note-staff = сотрудник
p-list-pupils = Учащиеся
p-list-parents = Родители
p-list-staff = Сотрудники
p-list-all = Все
p-filter-in = { " " }· только выбранные
p-filter-out = { " " }· только невыбранные
p-page = { $title } › { $list } · выбрано { $chosen } из { $total }{ $filter }

    { $lines }{ $page }

    Можно написать: фамилию, «3 5 7-12», «все», «никто».
    .actions = ⚙ Действия
    .done = ✔ Готово
p-page-empty = Здесь никого нет.
p-page-of = Стр. { $page } из { $pages }
p-act = { $title } › { $list } › Действия со списком · выбрано { $chosen } из { $total }
    .choose-page = Выбрать всех на странице
    .drop-page = Снять со страницы
    .choose-all = Выбрать весь список
    .drop-all = Снять весь список
    .only-chosen = Только выбранные
    .only-others = Только невыбранные
    .everybody = Показать всех
    .lead = ⭐ Назначить администраторов
    .journal = Вернуть как в журнале
    .back = Назад
p-admin = { $title } › Администраторы · { $count }

    Отметьте ⭐ тех, кто сможет управлять чатом.
    { $lines }{ $page }
    .members = К участникам
    .done = ✔ Готово
p-pupiladmin = Назначить администратором учащегося?

    { $name }, { $note }, сможет удалять участников и менять чат. Запись об этом останется в журнале действий.
    .yes = Назначить администратором
    .no = Не назначать
p-find = { $title } › Поиск

    Напишите фамилию, имя или класс, например «Белов» или «Аня 8Б».
    .extra = Люди не из списка
    .back = Назад
p-extra = { $title } › Люди не из списка

    Можно добавить любого сотрудника школы и учащихся своих классов. Напишите фамилию.
    .back = Назад
p-found = Поиск «{ $query }» · { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[many] { $count } человек
}

    { $lines }{ $page }
    .again = Искать ещё
    .done = ✔ Готово
p-found-nobody = Никого не нашли по запросу «{ $query }». Проверьте написание: ищем только среди людей, доступных вам по журналу.
p-locked = { $names }: всегда в составе и управляет чатом.
p-confirm-one = Учащихся назначают администраторами по одному, с подтверждением.
p-gone = Больше нет в списке: { $names }
p-gone-count = По журналу из списка { $count ->
    [one] ушёл { $count } человек
    [few] ушли { $count } человека
   *[many] ушли { $count } человек
}.
p-and-more = { $names } и ещё { $count }

# C: editing a chat.

c-edit = Редактирование › { $title }

    { $composition }

    { $changes }
    .save = Сохранить чат
    .rename = Изменить название
    .scope = Откуда люди
    .journal = Вернуть как в журнале
    .back = Назад
c-edit-none = Изменений пока нет.
c-edit-changes = Изменения: добавить { $added }, убрать { $removed }, администраторы { $leaders }.
c-rename = { $title } › Название

    Введите новое название чата.
c-diff = Сохранить изменения?

    { $lines }
    .save = Сохранить чат
    .again = Изменить ещё
    .cancel = Отмена
c-diff-none = { $title } › Изменений нет
c-diff-nothing = Изменений нет.
c-diff-add = Добавить: { $names }
c-diff-remove = Убрать: { $names }
c-diff-lead = Сделать администратором: { $names }
c-diff-follow = Снять права администратора: { $names }
c-diff-title = Название: «{ $before }» → «{ $after }»
c-typed = Из чата { $count ->
    [one] уйдёт { $count } человек
    [few] уйдут { $count } человека
   *[many] уйдут { $count } человек
}. Чтобы подтвердить, напишите слово { $word } в течение 2 минут.
    .no = Не убирать
c-typed-word = УБРАТЬ
c-conflict = Пока вы редактировали, чат изменился

    { $lines }{ $kept }

    Остальные ваши изменения подойдут как есть.
    .bring = Вернуть: { $names }
    .without = Оставить без: { $names }
    .save = Сохранить чат
    .anew = Посмотреть всё заново
c-conflict-line = { $who } · { $what }
c-conflict-journal = Журнал
c-conflict-kept = У вас в составе: { $names }
c-saved = Чат сохранён

    «{ $title }»
    { $lines }{ $undo }
    .undo = Отменить изменения
    .card = Карточка чата
c-saved-undo = Отменить можно до { $time }.
c-saved-inside = 🟢 Уже в чате: { $names }
c-saved-invited = ✉️ Приглашены: { $names }
c-saved-left = 🚪 Вышли сами, вернуться могут по кнопке в своём списке чатов: { $names }
c-saved-failed = ✉️ Приглашение не доставлено: { $names }
c-saved-stopped = ✉️ Приглашения остановлены: { $names }
c-saved-closed = 🚫 Закрыты сообщения сообщества: { $names }
c-saved-linked = ✉️ Приглашаем: { $names }
c-saved-unlinked = ⏳ Приглашение придёт после связки профиля: { $names }
c-saved-removed = Убраны: { $names }
c-saved-removing = Убираем: { $names }
c-saved-lead = ⭐ Администраторы: { $names }
c-saved-follow = Больше не администраторы: { $names }
c-saved-title = Название: «{ $title }»
c-undo = Вернуть как было?{ $invited }
    .yes = Вернуть как было
    .no = Оставить изменения
c-undo-invited = { " " }Новое приглашение получат: { $names } — вернуть человека без его согласия ВКонтакте не позволяет.
c-undo-over = Отменить изменения можно было 10 минут. Состав можно изменить ещё раз.
c-undone = Изменения отменены.

# X: drafts.

x-resume = У вас есть незаконченный чат: «{ $title }», { $count ->
    [one] { $count } участник
    [few] { $count } участника
   *[many] { $count } участников
}.
    .on = Продолжить
    .anew = Начать заново
    .drop = Удалить черновик
    .home = Личные сообщения
x-resume-edit = У вас есть несохранённые изменения в чате «{ $title }».
x-cancel-draft = Прервать создание чата «{ $title }»?
x-cancel-edit = Прервать редактирование чата «{ $title }»?
x-cancel =
    .keep = Сохранить черновик на сутки
    .drop = Удалить черновик
    .on = Продолжить
x-dropped = Черновик удалён.
