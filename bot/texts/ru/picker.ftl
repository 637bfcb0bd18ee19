# Words that are understood on a page of people.

word-pick-all = все|всех|выбрать все|выбрать всех
word-pick-none = никто|никого|снять все|снять всех
word-pick-drop = убрать|без|снять|минус
word-pick-lead = адм|админ|админы|администратор|администраторы|назначить
