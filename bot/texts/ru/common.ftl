# Dates, plurals and words that stand on many screens.

date-day-month = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
}
date-today-at = сегодня в { $time }
date-day-at = { $day } в { $time }
date-until = { $time } { $day }

word-home = меню|личные сообщения|☰ личные сообщения|начать|старт
word-back = назад
word-help = помощь|справка|?
word-cancel = отмена
word-secret = пароль|логин|пин-код|код из смс|код из sms|password

menu-greeting = Здравствуйте. Это бот школьных чатов. Меню всегда внизу экрана.
    .home = ☰ Личные сообщения
    .help = ❓ Помощь
    .cancel = ✖ Отмена

chat-title-class-pupils = { $unit } — ученики
chat-title-class-parents = { $unit } — родители
chat-title-class-colleagues = { $unit } — коллеги
chat-title-subject = { $unit }

role-staff = сотрудник
role-teacher = учитель
role-administrator = администратор школы
role-guardian = родитель
role-pupil = учится в школе
role-homeroom = классный руководитель { $classes }
role-pupil-of = учится в { $classes }
role-guardian-of = родитель ({ $children })

chats-count-of = { $count ->
    [one] { $count } чата
   *[many] { $count } чатов
}
invitations-count = { $count ->
    [one] Вас ждёт { $count } приглашение
    [few] Вас ждут { $count } приглашения
   *[many] Вас ждут { $count } приглашений
}
tries-left = { $count ->
    [one] Осталась { $count } попытка
    [few] Осталось { $count } попытки
   *[many] Осталось { $count } попыток
}
minutes-later = { $count ->
    [one] через { $count } минуту
    [few] через { $count } минуты
   *[many] через { $count } минут
}

# Why something may not be done (bot/domain/permissions.py).
e-denied = Это может сделать автор чата или администратор школы.
e-journal = ⚠ Электронный журнал не отвечает. Показываем данные: { $moment }.
e-vk = ⏳ ВКонтакте не отвечает. Действие сохранено, бот повторит сам.
e-blocked = Доступ закрыт администратором школы. { $whom }
    .home = В начало
e-blocked-short = Привязать профиль не получится.
e-denied-class = Это может сделать классный руководитель или администратор школы.
e-denied-outside = У вас нет доступа к этому чату.
e-denied-not-member = Вас нет в составе этого чата.
e-denied-delete-class = Чат класса нельзя удалить: он следует за журналом.
e-denied-rename-class = Название чата класса берётся из журнала.
e-denied-rename-subject = Чат группы по предмету сохраняет название из журнала.
e-denied-transfer-class = Чат класса передать нельзя: его ведёт классный руководитель.
e-denied-leave-own = Вы автор чата. Сначала передайте его другому сотруднику.
e-denied-leave-class = Вы классный руководитель: по журналу вы в составе чата.
e-denied-staff = Это может сделать сотрудник школы.
e-denied-guardian = Согласие даёт родитель или законный представитель.
e-denied-administrator = Это может сделать администратор школы.
e-maint = Идут работы до { $until }. Смотреть можно, менять — позже.
e-no-access = У вас больше нет доступа к этому чату.
e-chat-deleted = Этот чат удалён.
e-draft-gone = Черновик больше не хранится: он живёт сутки.
