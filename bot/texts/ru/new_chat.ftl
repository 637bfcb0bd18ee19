# New chats (N), the people picker (P), editing a chat (C.EDIT …).

n-nobody = Выберите хотя бы одного участника.
n-group-gone = Этой группы больше нет в журнале.
n-exists-already = Чат этой группы уже есть.
p-pupils-never-lead = В этой школе учащиеся не бывают администраторами.
p-unclear = Не получилось понять. Напишите номера («3 5 7-12») или фамилию.
p-no-number = Таких номеров в списке нет: { $numbers }. Всего людей: { $count }.
