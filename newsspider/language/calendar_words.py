"""Names of months, seasons and time zones in the languages that magazines are written in."""

from __future__ import annotations

_MONTHS = (
    "january jan januar jänner jaenner janvier janv enero ene gennaio genn gen janeiro januari styczeń stycznia sty"
    " январь января янв січень січня leden ledna január januára tammikuu tammikuuta ocak ianuarie ιανουάριος"
    " ιανουαρίου ιαν siječanj siječnja janeiro января يناير جانفي enero gener janúar",
    "february feb februar februari février févr fév febrero febbraio febbr febb fevereiro fev luty lutego lut"
    " февраль февраля фев февр лютий лютого únor února február februára helmikuu helmikuuta şubat februarie"
    " φεβρουάριος φεβρουαρίου φεβ veljača veljače فبراير شباط فيفري febrer febrúar",
    "march mar märz maerz mrz mars marzo março maart mrt marzec marca март марта мар березень березня březen března"
    " marec maaliskuu maaliskuuta mart martie μάρτιος μαρτίου μαρ ožujak ožujka مارس آذار أذار març marz",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi апрель апреля апр квітень квітня duben dubna apríl"
    " apríla huhtikuu huhtikuuta nisan aprilie απρίλιος απριλίου απρ travanj travnja أبريل ابريل نيسان أفريل",
    "may mai mayo maggio mag maio mei maj maja май мая травень травня květen května máj mája toukokuu toukokuuta"
    " mayıs μάιος μαΐου μαϊ svibanj svibnja مايو أيار ماي maig maí",
    "june jun juni juin junio giugno giu junho czerwiec czerwca cze июнь июня июн червень червня červen června jún"
    " júna kesäkuu kesäkuuta haziran iunie ιούνιος ιουνίου ιουν lipanj lipnja يونيو حزيران جوان juny júní",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lip июль июля июл липень липня červenec července"
    " júl júla heinäkuu heinäkuuta temmuz iulie ιούλιος ιουλίου ιουλ srpanj srpnja يوليو تموز جويلية juliol júlí",
    "august aug août aout agosto ago augustus augusti sierpień sierpnia sie август августа авг серпень серпня srpen"
    " srpna augusta elokuu elokuuta ağustos αύγουστος αυγούστου αυγ kolovoz kolovoza أغسطس اغسطس آب أوت agost ágúst",
    "september sept sep septembre septiembre setiembre settembre sett set setembro wrzesień września wrz сентябрь"
    " сентября сен сент вересень вересня září septembra syyskuu syyskuuta eylül septembrie σεπτέμβριος σεπτεμβρίου"
    " σεπ rujan rujna سبتمبر أيلول setembre",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października paź октябрь октября"
    " окт жовтень жовтня říjen října október októbra lokakuu lokakuuta ekim octombrie οκτώβριος οκτωβρίου οκτ"
    " listopad listopada أكتوبر اكتوبر oktobra",
    "november nov novembre noviembre novembro listopada listopad ноябрь ноября ноя нояб листопад листопада"
    " listopadu novembra marraskuu marraskuuta kasım noiembrie νοέμβριος νοεμβρίου νοε studeni studenoga نوفمبر",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudzień grudnia gru декабрь декабря дек"
    " грудень грудня prosinec prosince decembra joulukuu joulukuuta aralık decembrie δεκέμβριος δεκεμβρίου δεκ"
    " prosinac prosinca ديسمبر desember des desembre",
)
# Further languages: those of the Baltic, the Balkans, Hungary, Israel, Iran, East Africa and Indonesia.
_MORE_MONTHS = (
    "január sausio sausis janvāris janvārī jaanuar јануар јануара януари januari januarie xaneiro janar yanvar gennaio ינואר בינואר ژانویه جنوری ianuar siječanj",
    "február febr vasario vasaris februāris februārī veebruar фебруар фебруара февруари februari februarie febreiro shkurt fevral pebrero פברואר בפברואר فوریه فروری",
    "március márc kovo kovas marts martā märts март марта maret machi martie marso מרץ במרץ مارچ",
    "április ápr balandžio balandis aprīlis aprīlī aprill април априла aprili prill aprel אפריל באפריל آوریل اپریل",
    "május gegužės gegužė maijs maijā мај маја מאי במאי مه مئی mayo",
    "június birželio birželis jūnijs jūnijā juuni јун јуна јуни юни junie xuño qershor iyun hunyo יוני ביוני ژوئن",
    "július liepos liepa jūlijs jūlijā juuli јул јула јули юли julie julai xullo korrik iyul hulyo יולי ביולי ژوئیه جولائی",
    "augusztus rugpjūčio rugpjūtis augusts augustā август августа agustus agt agu agosti ogos gusht avqust avgust avgusta ağu אוגוסט באוגוסט اوت اگست awst",
    "szeptember szept rugsėjo rugsėjis septembris septembrī септембар септембра септември septemba shtator sentyabr setyembre ספטמבר בספטמבר سپتامبر ستمبر septembar septembra eyl",
    "október spalio spalis oktobris oktobrī oktoober октобар октобра октомври oktoba tetor oktyabr oktubre אוקטובר באוקטובר اکتبر اکتوبر oktobar",
    "lapkričio lapkritis novembris novembrī новембар новембра ноември novemba nëntor noyabr nobyembre נובמבר בנובמבר نوامبر نومبر novembar kas",
    "gruodžio gruodis decembris decembrī detsember децембар децембра декември desemba disember dhjetor dekabr disyembre דצמבר בדצמבר دسامبر دسمبر decembar ara",
)
# "listopad" is November in Polish and Czech, October in Croatian: the more read language wins.
MONTHS = {
    word: number
    for table in (_MORE_MONTHS, _MONTHS)
    for number, words in enumerate(table, 1)
    for word in words.split()
} | {
    "كانون الثاني": 1,
    "تشرين الأول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
}

# Thai names stand in running text without blanks, and end in marks that are no letters.
_THAI = (
    "มกราคม ม.ค.,กุมภาพันธ์ ก.พ.,มีนาคม มี.ค.,เมษายน เม.ย.,พฤษภาคม พ.ค.,มิถุนายน มิ.ย.,กรกฎาคม ก.ค.,สิงหาคม ส.ค."
    ",กันยายน ก.ย.,ตุลาคม ต.ค.,พฤศจิกายน พ.ย.,ธันวาคม ธ.ค."
)
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
THAI_MONTHS = {
    word: english for english, words in zip(_ENGLISH, _THAI.split(","), strict=True) for word in words.split()
}

# The month that a season begins in, in the year that is named.
_SEASONS = {
    3: "spring frühling frühjahr printemps primavera primavera lente voorjaar wiosna весна jaro kevät الربيع ربيع",
    6: "summer sommer été verano estate verão zomer lato лето léto sommar kesä الصيف صيف",
    9: "autumn fall herbst automne otoño autunno outono herfst najaar jesień осень podzim höst høst syksy الخريف خريف",
    12: "winter hiver invierno inverno zima зима vinter talvi الشتاء شتاء",
}
# The terms of universities whose magazines count by them, and the feasts that issues are called after.
_TERMS = {1: "hilary lent", 4: "trinity easter", 10: "michaelmas", 12: "christmas"}
SEASONS = {
    word: month for table in (_SEASONS, _TERMS) for month, words in table.items() for word in words.split()
}

# Hours from universal time; names that several zones share (IST, CST in China) are left out or are RFC 2822's.
ZONES: dict[str, float] = {
    "Z": 0,
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "BST": 1,
    "WEST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "KST": 9,
    "SGT": 8,
    "HKT": 8,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}
