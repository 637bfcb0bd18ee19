# All chats of the school in the console: the registry, automatic chats, the ledger, and who has which level.

k-chats = Консоль › Чаты: { $count }

    { $kinds }
    { $matters }

    Напишите название, класс или фамилию учителя.
    .attention = Требуют внимания · { $count }
    .orphans = Чаты без автора · { $count }
    .auto = Автоматические чаты
    .year = Новый учебный год
    .file = Скачать реестр XLSX
    .back = Назад
k-chats-automatic = автоматических { $count }
k-chats-subject = предметных { $count }
k-chats-custom = произвольных { $count }
k-chats-adopted = подключённых { $count }
k-chats-no-staff = без сотрудника: { $count }
k-chats-no-rights = без прав у бота: { $count }
k-chats-empty = пустых: { $count }
k-chats-no-author = без автора: { $count }
k-chats-none = Чатов по запросу «{ $query }» не нашли. Проверьте написание.
k-chats-found = Консоль › Чаты › Найдено

    { $lines }
    .back = Назад
k-chats-nothing = Ничего.
k-chats-line = { $number }. { $title }{ $matters }
k-matter-no-staff = без сотрудника
k-matter-no-rights = нужны права бота
k-matter-empty = пустой
k-matter-no-author = без автора
k-chat = Консоль › Чаты › { $title }

    Отвечает: { $keepers }
    В чате: { $count }{ $matters }
    .card = Открыть карточку чата
    .give = Передать чат
    .log = Журнал действий
    .back = Назад
k-chat-nobody = никто
k-chats-give = { $title } › Передать чат

    Автор больше не работает в школе. Выберите, кто будет отвечать за чат, или напишите фамилию.
    .back = Назад
k-chats-give-nobody = { $title } › Передать чат

    Таких сотрудников с привязанным профилем нет. Напишите другую фамилию.
k-chats-handed = Теперь за чат отвечает { $name }.
k-chats-has-author = У этого чата уже есть автор.
k-chats-file = Реестр чатов школы.
k-chats-file-sheet = Чаты
k-chats-file-book = Чаты школы.xlsx
k-chats-file-title = Название
k-chats-file-kind = Вид
k-chats-file-keepers = Отвечает
k-chats-file-inside = В чате
k-chats-file-matters = Что не так
k-chats-sort-automatic = чат класса
k-chats-sort-subject = чат группы по предмету
k-chats-sort-custom = произвольный чат
k-chats-sort-adopted = подключённый чат

k-auto = Консоль › Автоматические чаты › план, ничего ещё не изменено

    Создать: { $count }. Уже есть: { $there }.
    { $lines }
    .make = { $count ->
        [one] Создать { $count } чат
        [few] Создать { $count } чата
       *[many] Создать { $count } чатов
    }
    .back = Назад
k-auto-nothing = Консоль › Автоматические чаты

    У каждого класса есть чаты учеников, родителей и коллег. Уже есть: { $there }.
k-auto-waiting-only = Консоль › Автоматические чаты

    Сейчас создавать нечего. Уже есть: { $there }.
k-auto-waiting = { $count ->
    [one] Ждёт классного руководителя { $count } класс
    [few] Ждут классного руководителя { $count } класса
   *[many] Ждут классного руководителя { $count } классов
}: { $titles }. Чаты появятся сами, как только он привяжет профиль: без него ученики остались бы в чате одни.
k-auto-more = и ещё классов: { $count }
k-auto-wished = { $count ->
    [one] Создаётся { $count } чат
    [few] Создаются { $count } чата
   *[many] Создаются { $count } чатов
}. Приглашения придут тем, кто привязал профиль.

k-audit = Консоль › Журнал действий{ $about }

    { $lines }{ $page }

    Напишите фамилию, название чата, день (12.09) или № сверки.
    .file = Скачать CSV за месяц
    .found = Скачать CSV
    .all = Показать всё
    .back = Назад
k-audit-about = { " " }› { $what }
k-audit-about-run = { " " }› сверка № { $run }
k-audit-line = { $moment } · { $actor }{ $where }: { $what }{ $run }
k-audit-where = { " " }· «{ $title }»
k-audit-of-run = { " " }· сверка № { $run }
k-audit-none = По запросу «{ $query }» записей не нашли. Напишите фамилию, название чата, день (12.09) или № сверки.
k-audit-file = Журнал действий за месяц.
k-audit-file-name = Журнал действий.csv
k-audit-chat = Чат
k-audit-run = Сверка

k-roles = Консоль › Роли

    { $lines }
    .add = Назначить
    .one = { $name } — { $level }
    .back = Назад
k-roles-line = { $name } — { $level }
k-roles-add = Консоль › Роли › Назначить

    Напишите фамилию сотрудника, который уже привязал профиль.
    .back = Назад
k-roles-several = Консоль › Роли › Назначить

    Нашлось несколько человек. Выберите или напишите полнее.
k-roles-nobody = Сотрудника по запросу «{ $query }» с привязанным профилем не нашли.
k-roles-one = { $name } · { $level }
    .set = { $level }
    .take = Забрать роль
    .back = Назад
k-roles-one-since = { $level } с { $day }
k-roles-no-level = роли в консоли нет
k-roles-given = { $name } — теперь { $level }.
k-roles-taken = { $name }: роль снята.
level-as-administrator = Сделать администратором
level-as-operator = Сделать оператором
level-as-observer = Сделать наблюдателем
