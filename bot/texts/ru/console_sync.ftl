# Steering reconciliation (K.SYNC and its neighbours).

k-sync = Сверка

    { $last }
    Следующая: { $next }.
    { $state }
    .start = Включить сверку: сначала показать
    .plan = Показать план сейчас
    .class = Один класс
    .log = История
    .pause = Пауза на сутки
    .resume = Снять с паузы
    .limits = Пороги
    .freeze = Не сверять…
    .back = Назад
k-sync-never = Последняя: ещё не было.
k-sync-last = Последняя: { $moment }, чатов { $chats }, +{ $invited } −{ $gone }, ошибок { $troubles }, { $seconds } с.
k-sync-running = Идёт сейчас: начата { $moment }, чатов { $chats }, осталось { $left }.
k-sync-soon = сейчас
k-sync-state-preview = Состояние: предпросмотр. Люди приглашаются, посторонние удаляются, но журнал ещё никого не убирает{ $until }.
k-sync-state-maintenance = Состояние: режим чтения до { $until }.
k-sync-state-paused = Состояние: пауза до { $until }. Журнал никого не убирает, проверка посторонних работает.
k-sync-state-on = Состояние: включена{ $until }.

k-sync-start = Предпросмотр · ничего ещё не изменено

    Если включить сверку сейчас:
    { $lines }

    Дальше журнал будет убирать тех, кого в нём больше нет, в пределах порогов.
    .yes = Включить сверку
    .back = Назад
k-sync-started = Сверка включена. Первый проход начинается.

k-limits = Пороги защиты

    Убрать из одного чата: не больше { $percent } % и { $people } человек — больше ждёт решения.
    Новых людей за раз: не больше { $new_percent } % и { $new_people } человек.
    .usual = Вернуть обычные
    .back = Назад
k-limits-unclear = Напишите долю и число людей, например: 25% 15
k-limits-range = Доля — от 1 до { $percent } %, людей — не больше { $people }.
k-limits-set = Пороги изменены

k-class = Сверка › Один класс

    Напишите класс, например 8А.
    .now = Сверить класс сейчас
    .back = Назад
k-class-unknown = В журнале нет класса { $title }.
k-class-none = { $title }: чатов класса ещё нет. Они появятся, когда классный руководитель привяжет профиль.
k-class-chats = { $title } · ничего ещё не изменено

    { $lines }
k-class-looked = Сверка класса начата

k-outlook = Чатов { $chats }, изменятся { $changing }.
k-outlook-chat = { $title }: { $what }
k-outlook-same = совпадает с журналом
k-outlook-create = создать: { $count }
k-outlook-invite = пригласить: { $count }
k-outlook-rights = права: { $count }
k-outlook-remove = убрать: { $count }
k-outlook-held = ждёт решения: { $count }

k-freeze = Не сверять

    { $lines }
    Напишите, что и до какого дня, например: «8А до 15.12», «8 до 15.12» (параллель), «школа до 10.01» или часть названия чата.
    В таком чате бот не делает ничего, и посторонних не проверяет тоже.
    .yes = Не сверять
    .no = Не менять
    .thaw = Сверять все снова
    .back = Назад
k-freeze-none = Сейчас сверяются все чаты.
k-freeze-line = { $title } — по { $until }
k-freeze-plan = Не сверять { $count ->
    [one] { $count } чат
    [few] { $count } чата
   *[many] { $count } чатов
} по { $day } включительно: { $titles }
k-freeze-more = { " " }и ещё { $count }
k-freeze-unclear = Напишите, что и до какого дня, например: «8А до 15.12».
k-freeze-nothing = Нет чатов, которым подходит «{ $what }».
k-freeze-day = День — от сегодняшнего и не дальше { $most } дней вперёд.
k-freeze-done = Не сверяется чатов: { $count }
word-school = школа|вся школа|все

ledger-preview-ended = сверка включена
ledger-sync-paused = сверка поставлена на паузу
ledger-sync-resumed = пауза сверки снята
ledger-limits-set = пороги защиты изменены
ledger-limits-usual = пороги защиты снова обычные
ledger-chat-frozen = чат не сверяется
ledger-chat-thawed = чат снова сверяется
ledger-chat-look-asked = сверка чата начата из консоли

k-log = История сверок

    { $lines }
    Стр. { $page } из { $pages }
    .open = Открыть № { $number }
    .file = Скачать CSV
    .back = Назад
k-log-line = № { $number } · { $moment } · +{ $invited } −{ $gone } · остановлено { $held }
k-log-file = История сверок
k-log-file-name = сверки.csv
k-log-number = №
k-log-at = Начата
k-log-chats = Чатов
k-log-invited = Приглашены
k-log-gone = Убраны
k-log-rights = Права
k-log-held = Остановлено
k-log-troubles = Ошибок
