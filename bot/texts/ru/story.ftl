# «starosta demo --story»: the main story in the terminal.

# The people of the demo school who play it, and their classes.
story-teacher = Петров Сергей Олегович
story-neighbour = Иванова Елена Петровна
story-third = Ёлкина Алёна Петровна
story-colleague = Дроздова Варвара
story-pupil = Белов Илья
story-mother = Белова Наталья Андреевна
story-stranger = Алекс Киллер
story-class = 8А
story-next-class = 8Б
story-other-class = 5Б

story-title = История одного дня: школа № 12, классы 8А, 8Б и 5Б
story-acts = → { $name }: { $act }
story-bot = ← бот пишет ({ $name }):
story-chat = ● чат «{ $title }»: { $members }; администраторы: { $admins }
story-nobody = никого
story-presses = нажимает «{ $label }»
story-writes = пишет «{ $text }»
story-opens-code = открывает QR-код со своего листа
story-opens-link = открывает чужую ссылку на «{ $title }»
story-out = в чате «{ $title }» больше нет: { $name } (через { $seconds } с)
story-new-link = ссылка-приглашение заменена
story-journal-move = в журнале: { $name } переведён в { $to }
story-journal-disable = в журнале: { $name } больше не работает
story-end = Конец. Запись: { $path }

story-a = (а) Классный руководитель привязывает профиль по номеру телефона
story-b = (б) Ученик открывает QR-код и вступает одним нажатием
story-c = (в) Мама двоих детей попадает в чаты обоих классов
story-d = (г) Посторонний входит по утёкшей ссылке
story-e = (д) Журнал меняется: ученик переходит в другой класс, учитель уходит
