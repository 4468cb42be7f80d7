"""Lines as a campaign has them, in the languages that the neural voices speak and two that espeak says."""

TEXTS = {
    "en": [
        "Our new savings account pays you three percent, and you can take your money out whenever you like.",
        "Good morning! The branch at the station opens an hour earlier from Monday on.",
        "Have you lost your card? Block it in the app at once, and we send you a new one for free.",
        "Thank you for twenty years of trust. We look forward to the next twenty.",
    ],
    "zh": [
        "我们的新储蓄账户年利率为百分之三，您可以随时取款，不收任何手续费。",
        "早上好！从下周一开始，火车站支行将提前一个小时开门。",
        "银行卡丢了吗？请立即在手机银行里挂失，我们免费为您补办新卡。",
        "感谢您二十年来的信任，期待与您共同走过下一个二十年。",
    ],
    "es": [
        "Nuestra nueva cuenta de ahorro le paga un tres por ciento, y puede retirar su dinero cuando quiera.",
        "¡Buenos días! La oficina de la estación abre una hora antes a partir del lunes.",
        "¿Ha perdido su tarjeta? Bloquéela enseguida en la aplicación y le enviaremos otra gratis.",
        "Gracias por veinte años de confianza. Esperamos con ilusión los próximos veinte.",
    ],
    "fr": [
        "Notre nouveau compte d'épargne vous rapporte trois pour cent, et vous retirez votre argent quand vous voulez.",
        "Bonjour ! À partir de lundi, l'agence de la gare ouvre une heure plus tôt.",
        "Vous avez perdu votre carte ? Bloquez-la tout de suite, nous vous en envoyons une autre gratuitement.",
        "Merci pour vingt ans de confiance. Nous nous réjouissons des vingt prochaines années.",
    ],
    "it": [
        "Il nostro nuovo conto di risparmio rende il tre per cento, e può ritirare il denaro quando vuole.",
        "Buongiorno! Da lunedì la filiale della stazione apre un'ora prima.",
        "Ha perso la carta? La blocchi subito nell'app, e gliene mandiamo una nuova gratis.",
        "Grazie per vent'anni di fiducia. Ci rallegriamo dei prossimi venti.",
    ],
    "pt": [
        "A nossa nova conta poupança rende três por cento, e você pode sacar o dinheiro quando quiser.",
        "Bom dia! A partir de segunda-feira, a agência da estação abre uma hora mais cedo.",
        "Perdeu o cartão? Bloqueie no aplicativo agora mesmo e enviaremos outro de graça.",
        "Obrigado por vinte anos de confiança. Estamos ansiosos pelos próximos vinte.",
    ],
    "ja": [
        "新しい預金口座の金利は年三パーセントで、お金はいつでも引き出せます。",
        "おはようございます。来週の月曜日から、駅前支店は一時間早く開店します。",
        "カードをなくされましたか。すぐにアプリで停止してください。新しいカードを無料でお送りします。",
        "二十年間のご信頼に感謝いたします。次の二十年もよろしくお願いいたします。",
    ],
    "de": [
        "Unser neues Sparkonto bringt Ihnen drei Prozent, und Sie können Ihr Geld jederzeit abheben.",
        "Guten Morgen! Die Filiale am Bahnhof öffnet ab Montag eine Stunde früher.",
        "Haben Sie Ihre Karte verloren? Sperren Sie sie sofort in der App, wir schicken Ihnen kostenlos eine neue.",
        "Danke für zwanzig Jahre Vertrauen. Wir freuen uns auf die nächsten zwanzig.",
    ],
    "ar": [
        "حساب التوفير الجديد يمنحكم ثلاثة بالمئة، ويمكنكم سحب أموالكم متى شئتم.",
        "صباح الخير! ابتداء من يوم الاثنين يفتح فرع المحطة قبل ساعة من الموعد المعتاد.",
        "هل فقدتم بطاقتكم؟ أوقفوها فورا في التطبيق، ونرسل لكم بطاقة جديدة مجانا.",
        "شكرا لكم على ثقتكم طوال عشرين عاما، ونتطلع إلى العشرين القادمة.",
    ],
}
