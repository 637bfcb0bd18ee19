# The console's first screen (K.MENU), its levels, what stands behind «Ещё» (K.MORE, K.BACKUP), and E.MAINT's screen.

level-owner = владелец
level-administrator = администратор
level-operator = оператор
level-observer = наблюдатель

k-denied = Это раздел консоли, вашего уровня для него не хватает. Уровни назначает администратор школы.
k-role-refused = Назначать и забирать можно только уровни ниже своего.
k-role-self = Свой уровень изменить нельзя: попросите другого администратора.
k-role-not-staff = Уровень консоли получает сотрудник, который уже привязал профиль.

k-menu = Консоль · { $school } · { $level }

    { $lights }
    Чатов { $chats } · людей { $people }, привязано { $linked } ({ $percent } %)
    { $waiting }
    .sync = Сверка
    .health = Здоровье
    .people = Люди
    .chats = Чаты
    .log = Журнал действий
    .more = Ещё
    .queue = Ждут решения · { $count }
    .out = Выйти из консоли
k-menu-light = { $light } { $what }
k-menu-waiting = { $count ->
    [0] Решений никто не ждёт.
    [one] Ждёт решения { $count } план сверки.
    [few] Ждут решения { $count } плана сверки.
   *[many] Ждут решения { $count } планов сверки.
}
light-green = 🟢
light-yellow = 🟡
light-red = 🔴
subject-vk = ВКонтакте
subject-journal = журнал
subject-trust = доверие к журналу
subject-sms = SMS
subject-queue = очередь
subject-aside = отложенные события
subject-errors = ошибки программы
subject-database = база
subject-rights = права
subject-owners = владелец

k-more = Консоль › Ещё
    .copy = Резервная копия
    .service = Служебный чат
    .read-only = Режим чтения
    .version = Версия
    .commands = Справка по командам
    .back = Назад

k-backup = Резервная копия

    { $newest }
    Копия ложится рядом с базой и проверяется, хранятся пять последних. Секретный ключ храните отдельно: без него копия не читается.
    .make = Сделать копию сейчас
    .back = Назад
k-backup-at = Последняя копия: { $moment }.
k-backup-none = Копий ещё нет.
k-backup-wished = Копия делается. Напишу, когда она будет готова.
copy-made = Копия базы готова и проверена: { $name }.
copy-failed = Копию базы сделать не удалось. Проверьте место на диске, причина — в журнале программы.

k-hours-unclear = Напишите число часов: от 1 до { $most }.
k-too-late = Это время уже прошло. Вот новое.

k-hold-paused = Пауза сверки до { $until }

    Журнал никого не уберёт и не переименует чаты. Приглашения и проверка посторонних продолжат работать. Пауза закончится сама.
    .begin = Поставить на паузу
    .end = Снять с паузы
k-hold-nothing-to-end = Сверка не на паузе, снимать нечего.
k-hold-hours = Напишите другое число часов, если нужно.
k-hold-on-paused = Сверка на паузе до { $until }, закончится сама. Проверка посторонних работает.
k-hold-ended-paused = Пауза снята, проход начинается
k-hold-maintenance = Режим чтения до { $until }

    Меню работает, изменения откладываются: кто нажмёт кнопку, увидит «Идут работы». Сверка ждёт, посторонних бот удаляет и в это время. Режим выключится сам.
    .begin = { $hours ->
        [one] Включить на { $hours } час
        [few] Включить на { $hours } часа
       *[many] Включить на { $hours } часов
    }
    .end = Выключить сейчас
k-hold-on-maintenance = Режим чтения включён до { $until } и выключится сам. Меню работает, изменения ждут, посторонних бот удаляет.
k-hold-ended-maintenance = Режим чтения выключен
k-hold-back = Назад

ledger-console-role-given = роль в консоли выдана
ledger-console-role-taken = роль в консоли снята
ledger-console-command = команда консоли
ledger-maintenance-began = режим чтения включён
ledger-maintenance-ended = режим чтения выключен
ledger-copy-wished = резервная копия заказана
ledger-copy-made = резервная копия сделана
