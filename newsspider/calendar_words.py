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
# "listopad" is November in Polish and Czech, October in Croatian: the more read language wins.
MONTHS = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()} | {
    "كانون الثاني": 1,
    "تشرين الأول": 10,
    "تشرين الثاني": 11,
    "كانون الأول": 12,
}

# The month that a season begins in, in the year that is named.
_SEASONS = {
    3: "spring frühling frühjahr printemps primavera primavera lente voorjaar wiosna весна jaro kevät الربيع ربيع",
    6: "summer sommer été verano estate verão zomer lato лето léto sommar kesä الصيف صيف",
    9: "autumn fall herbst automne otoño autunno outono herfst najaar jesień осень podzim höst høst syksy الخريف خريف",
    12: "winter hiver invierno inverno zima зима vinter talvi الشتاء شتاء",
}
SEASONS = {word: month for month, words in _SEASONS.items() for word in words.split()}

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
