"""Who and what may be named in the content files, and where an avoided word stands for a reason: test_our_content."""

# The fictional family, the professionals and the invented people of the episodes: stems, first names alone.
FIRST_NAMES = """
Raushan Dana Alim Samira Ilyas Amina Gulnar Timur Aizhan Marat Saule Nurlan Botagoz
Раушан Дана Даны Дане Дану Даной Алим Самир Ильяс Амин Гульнар Тимур Айжан Марат Сауле Нурлан Ботагоз
Данаға Әлім Ілияс Әмина Гүлнар Сәуле Нұрлан Ботагөз
Ainur Bolat Dias Ermek Kulyash Madina Maira Praskovia Rabiga Roza Ruslan Seitkali Serik Zarina Zeinep Zere
Aigerim Togzhan
Айнур Болат Диас Ермек Куляш Мадин Майр Прасковья Рабига Роз Руслан Сейткали Серик Зарин Зейнеп Зере Айгерим Айгерім
Айнұр Сейтқали Рәбиға Тогжан Тоғжан
"""

# Authors of cited works as the Russian and Kazakh texts spell them; sources.yaml has the Latin spelling.
AUTHORS = """
Альфред Кадушин, Барбара Стэнли, Бретт Литц, Брюс Линк, Гордон Олпорт, Грегори Браун, Джим Камминс, Джо Фелан,
Дональд Киркпатрик, Ирвинг Гофман, Карен Сааквитне, Лора Ланди, Лори Перлман, Малкольм Ноулз, Полин Босс, Ричард Хейк,
Стеван Вайн, Стивен Роллник, Томас Гордон, Уильям Миллер, Этьен Венгер
Стэнли, Босс, Киркпатрик
Gordon Allport
"""

# Capitalised words that follow another one and are no surname: days, languages, invented places, organisations.
WORDS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday English Russian Somali Granny
Sarybulak Сарыбулак Сарыбұлақ Zhanatalap Жанаталап Жаңаталап Австрали Ази Европ Еуропа Қазақстан
Satpayev Сатпаев Сәтбаев Гумилев Dr
Resource Хаттама Межучрежденческ Youthinmind God
"""

# Real places that a text needs: the unit and the stem.
PLACES = {
    ("d01-l1", "Astana"),  # The Astana Times
    ("d01-quiz", "Astana"),
    ("d01-l3", "Aktobe"),  # a printed report on documents
    ("d01-l3", "Актобе"),
    ("d01-l3", "Ақтөбе"),
}

# Where an avoided word of the language guide stands for a reason: the unit and the pair, or every pair with "*".
EXAMPLES = {
    ("d02-l4", "*"),  # the language laboratory rewrites such sentences
    ("d02-quiz", "*"),
    ("d05-l3", "disabled-child"),  # a child who is ill on the day of a visit
    ("scenarios/d01-the-call", "lies"),  # a card that lies beside the telephone
}
