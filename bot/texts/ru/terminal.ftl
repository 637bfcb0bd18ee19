# Plans, previews and the story, as the terminal shows them.

import-nothing = Журнал говорит то же, что и раньше.
import-people = Люди: новых { $added }, изменены { $changed }, больше нет { $gone }
import-units = Классы и группы: новых { $added }, изменены { $changed }, больше нет { $gone }
import-guardianships = Связи «родитель — ученик»: новых { $added }, больше нет { $gone }
import-class = { $title }: пришли { $came }, ушли { $went }
import-not-applied = Ничего не изменено. Чтобы принять, повторите команду с --apply.
import-suspicious = Журнал изменился подозрительно сильно: при приёме никто не будет удалён. Если всё верно, повторите с --apply --trust.
import-progress = Читаем журнал
import-applied = Принято. Чаты последуют за журналом при ближайшей сверке.

codes-line = { $name } · { $roles } · { $code } · до { $until }
codes-none = Все в классе { $title } уже привязаны.

chats-line = { $title } · { $state } · внутри { $inside }
chats-state-planned = будет создан
chats-state-creating = создаётся
chats-state-active = есть
chats-state-paused = на паузе: нет прав
chats-state-gone = удалён во ВКонтакте
chats-state-closed = удалён учителем, пуст
chats-none = Чатов пока нет. Создать: starosta chats --create 8А (или all).
chats-wanted = Будут созданы: { $chats }

plan-chat = { $title }
plan-nothing = Всё совпадает с журналом.
plan-create = создать, сразу предложить людей: { $count }
plan-rename = переименовать: «{ $before }» → «{ $title }»
plan-invite = пригласить: { $who }
plan-promote = сделать администратором: { $who }
plan-demote = забрать права администратора: { $who }
plan-remove = удалить: { $who } ({ $departure })
plan-evict = удалить постороннего: { $who }
plan-replace-link = заменить ссылку
plan-close = закрыть: чат удалён учителем и пуст
plan-held = ждёт решения: { $what } — { $why }
plan-refused = { $who }: { $why }
plan-unknown-page = страница id{ $page }
departure-exit = выбытие по журналу
departure-transfer = перевод в другой класс
departure-unlinked = профиль отвязан
departure-by-hand = исключение вручную
departure-missing = журнал не упоминает
plan-not-applied = Ничего не изменено. Чтобы выполнить, повторите команду с --apply.
plan-applied = Выполнено.
plan-handed-over = Работает бот: он выполнит это сам в ближайшие секунды.

demo-address = Откройте в браузере: { $url }
    Выберите человека слева и пишите боту. Остановить: Ctrl+C.

demo-staff-sheet = сотрудники

# Where things stand in VK's own settings.
vk-menu-tokens = сообщество → Управление → Работа с API → Ключи доступа
vk-menu-long-poll = сообщество → Управление → Работа с API → Long Poll API
vk-menu-events = сообщество → Управление → Работа с API → Long Poll API → Типы событий
vk-menu-callback = сообщество → Управление → Работа с API → Callback API
vk-right-manage = «Управление сообществом»
demo-school = Школа № 12, г. Пермь
demo-contact = учебная часть, кабинет 12
