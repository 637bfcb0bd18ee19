# What the reading of a journal tells people. Variables: place (file:line), count (rows) and those of the code.

## The source is refused

journal-not-found = Нет такой папки или файла. Проверьте путь к журналу в настройках.
journal-unreadable = Папку или файл не удалось прочитать. Проверьте права доступа и что внутри обычные файлы.
journal-not-a-zip = Файл — не целый ZIP-архив. Нужна папка или ZIP с файлами CSV; загрузите архив ещё раз.
journal-zip-encrypted = ZIP-архив зашифрован. Выгрузите его без пароля.
journal-zip-bomb = Файл в архиве сжат более чем в { $ratio } раз, как в «ZIP-бомбе». Передайте папку вместо архива.
journal-too-large = Таблицы больше { $megabytes } МиБ. Выгрузите только одну школу.
journal-too-many-files = Файлов больше { $limit }. Оставьте в папке или архиве только таблицы OneRoster.
journal-unsafe-path = Имя файла в архиве ведёт за его пределы. Упакуйте таблицы заново.
journal-link-outside = Вместо таблицы стоит ссылка за пределы папки или архива. Положите туда сам файл.
journal-nested-folders = Таблицы лежат в разных папках. Соберите их в одну.
journal-duplicate-file = Одна из таблиц есть дважды (имена отличаются только регистром). Оставьте одну.
journal-no-manifest = Нет файла manifest.csv: это не выгрузка OneRoster. Выгрузите журнал в формате OneRoster 1.1 или 1.2 (bulk).
journal-version = { $place }: в oneroster.version должно стоять 1.1 или 1.2. Выгрузите журнал в одной из этих версий.
journal-delta = { $place }: в выгрузке только изменения (delta). Выгрузите школу целиком (bulk).
journal-table-absent = Нужен { $file }, но в выгрузке его нет. Добавьте его.
journal-missing-columns = { $place }: нет столбцов: { $columns }. Сохраните строку заголовков из стандарта.
journal-not-text = { $place }: это не текст в UTF-8 или Windows-1251. Сохраните таблицу как CSV в UTF-8.
journal-no-school = { $place }: ни у одной организации нет типа school. Добавьте строку самой школы.
journal-several-schools = { $place }: школ в выгрузке — { $schools }. Укажите sourcedId своей школы в настройках.
journal-unknown-school = { $place }: школы из настроек там нет. Проверьте её sourcedId.

## Something is missing, so absence proves nothing

journal-file-missing = { $place }: файл { $file } обещан, но его нет. Выгрузите журнал ещё раз и скопируйте все файлы.
journal-file-cut = { $place }: файл обрывается внутри строки, без последнего перевода строки. Выгрузите и скопируйте его ещё раз.
journal-row-broken = { $place }: строка не читается; кавычка внутри ячейки пишется как "". Строк: { $count }.
journal-row-too-long = { $place }: в строке больше ячеек, чем в заголовке; ячейки с запятыми заключите в кавычки. Строк: { $count }.
journal-missing-value = { $place }: ячейка { $column } пуста, строка пропущена. Заполните её. Строк: { $count }.
journal-duplicate-id = { $place }: такой sourcedId уже есть выше с другими данными; взята первая строка. Строк: { $count }.
journal-unknown-word = { $place }: в столбце { $column } слово, которого нет в стандарте. Исправьте его. Строк: { $count }.
journal-damaged-text = { $place }: часть символов повреждена. Сохраните таблицу в UTF-8 ещё раз.

## Nobody is there

journal-no-people = { $place }: в журнале нет ни одного включённого человека. Проверьте права учётной записи, которая делает выгрузку.
journal-no-enrolments = { $place }: никто не записан ни в один класс. Проверьте, что учебный год заполнен.

## Read leniently, or left out without harm to the rest

journal-bom = { $place }: пропущена метка порядка байтов (BOM). Делать ничего не нужно.
journal-cp1251 = { $place }: кодировка Windows-1251, а не UTF-8. Таблица прочитана, но лучше выгружать в UTF-8.
journal-delimiter =
    { $place }: ячейки разделены не запятой, а { $delimiter ->
        [tabs] табуляцией
       *[semicolons] точкой с запятой
    }. Таблица прочитана как есть.
journal-header-spelling = { $place }: один из столбцов принят за { $column }. Лучше назвать его именно так.
journal-empty-header = { $place }: столбцы без заголовка пропущены.
journal-duplicate-column = { $place }: столбец { $column } есть несколько раз; взяты заполненные ячейки.
journal-secret-column =
    { $place }: заполнен столбец { $column ->
        [SNILS] «СНИЛС»
        [passport] «Паспорт»
       *[password] «Пароль»
    }. Он не прочитан; попросите выгрузку без него. Строк: { $count }.
journal-short-row = { $place }: в конце строки не хватает ячеек; они приняты за пустые. Строк: { $count }.
journal-manifest-gap = { $place }: файл { $file } не упомянут, но он есть и прочитан. Лучше указать для него bulk.
journal-not-promised = { $place }: файл { $file } назван отсутствующим, но он есть; он не прочитан. Если он нужен, укажите для него bulk.
journal-status-in-bulk = { $place }: в полной выгрузке заполнен status; он учтён. Строк: { $count }.
journal-spelling = { $place }: в столбце { $column } написано { $found }; прочитано как { $read }. Строк: { $count }.
journal-date-spelling = { $place }: дата в столбце { $column } записана не как 2026-09-01; прочитана как «день, месяц, год». Строк: { $count }.
journal-bad-date = { $place }: в столбце { $column } не дата; она пропущена. Запишите её как 2026-09-01. Строк: { $count }.
journal-default-value = { $place }: ячейка { $column } пуста; прочитано как { $read }. Строк: { $count }.
journal-role-in-users = { $place }: файла roles.csv нет; роли взяты из столбца role.
journal-role-elsewhere = { $place }: роль относится к другой организации и пропущена. Строк: { $count }.
journal-role-unused = { $place }: { $role } — не роль внутри школы; она пропущена. Строк: { $count }.
journal-enrolment-unused = { $place }: { $role } — не ученик и не учитель класса; строка пропущена. Строк: { $count }.
journal-dangling = { $place }: { $column } ссылается на строку, которой нет в { $target }; ссылка пропущена. Строк: { $count }.
journal-name-empty =
    { $place }: у человека не указано { $column ->
        [familyName] «Фамилия»
       *[givenName] «Имя»
    }. Заполните ячейку. Строк: { $count }.
journal-phone-unusable = { $place }: нет номера российского мобильного телефона, SMS отправить нельзя. Строк: { $count }.
journal-phone-excel = { $place }: таблица округлила номер телефона. Задайте столбцу текстовый формат. Строк: { $count }.
journal-agent-without-pupil = { $place }: ни одна сторона этой связи с представителем — не ученик; связь пропущена. Строк: { $count }.
journal-class-title = { $place }: «{ $title }» не похоже на название класса вроде 5А; оставлено как есть.
journal-grade-differs = { $place }: параллель в grades не совпадает с названием «{ $title }»; взята из названия.
journal-year-guessed = { $place }: учебный год не указан; взят единственный из { $target }. Строк: { $count }.
journal-year-unknown = { $place }: учебный год неизвестен. Заполните termSourcedIds. Строк: { $count }.
journal-homeroom-guessed = { $place }: в { $title } нет учителя с отметкой primary; классным руководителем считается единственный учитель.
journal-homeroom-several = { $place }: в { $title } несколько учителей с отметкой primary; все они считаются классными руководителями.
journal-homeroom-unknown = { $place }: в { $title } нет классного руководителя. Отметьте одного из учителей: primary = true.
journal-no-homeroom-classes = { $place }: нет ни одного класса с типом homeroom, поэтому чатов классов не будет. Заполните classType.
