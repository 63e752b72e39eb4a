"""The names of the months in the languages of the press, as CLDR spells them. A table, and nothing else.

Written out because looking them up in babel loads whole locales: 60 MB and a fifth of a second in each reader process.
"""

from collections.abc import Mapping
from typing import Final

_NAMES = """
    ene enero gen gener gennaio ian ianuarie jaan jaanuar jan janar janeiro januar januari januarie january január
    januára janv janvier janvāris janúar led leden ledna oca ocak saus sausio sausis sij siječanj siječnja sty styczeń
    stycznia tammi tammikuu tammikuuta thg tháng urt urtarrila xan xaneiro yan yanvar ιαν ιανουάριος ιανουαρίου сту
    студзень студзеня січ січень січня янв январь января яну януари јан јануар јануари қаң қаңтар հնվ հունվար հունվարի
    ינואר جنوری كانون يناير ژانویه มกราคม იან იანვარი
    |
    feb febbraio febr febreiro febrer febrero februar februari februarie february február februára februāris febrúar
    fev fevereiro fevral févr février helmi helmikuu helmikuuta lut lutego luty ots otsaila shk shkurt vas vasario
    vasaris veebr veebruar velj veljača veljače úno únor února şub şubat φεβ φεβρουάριος φεβρουαρίου ақп ақпан лют
    лютага лютий лютого люты феб фебруар фев февр февраль февраля февруари փետրվար փետրվարի փտվ פברואר شباط فبراير
    فروری فوریه თებ თებერვალი
    |
    bře březen března kov kovas kovo maalis maaliskuu maaliskuuta maart mac machi mar marca march marec maret mars
    mart martie marts martxoa marzec marzo març março mrt márc március mär märts märz ožu ožujak ožujka μάρ μάρτιος
    μαρ μαρτίου бер березень березня мар март марта нау наурыз сак сакавік сакавіка մարտ մարտի մրտ מרץ آذار مارس مارچ
    მარ მარტი
    |
    abr abril api apirila apr aprel april aprile aprili aprilie aprill apríl apríla aprīlis avr avril bal balandis
    balandžio dub duben dubna huhti huhtikuu huhtikuuta kwi kwiecień kwietnia nis nisan pri prill tra travanj travnja
    ápr április απρ απρίλιος απριλίου апр апрель апреля април квіт квітень квітня кра красавік красавіка сәу сәуір ապր
    ապրիլ ապրիլի אפריל آوریل أبريل اپریل نيسان เมษายน აპრ აპრილი
    |
    geg gegužė gegužės kvě květen května mag maggio mai maiatza maig maijs maio maj maja may mayo mayıs maí mei máj
    mája május svi svibanj svibnja touko toukokuu toukokuuta μάι μάιος μαΐ μαΐου май мам мамыр мая мај трав травень
    травня մայիս մայիսի մյս מאי أيار مئی مايو พฤษภาคม მაი მაისი
    |
    birž birželio birželis cze czerwca czerwiec eka ekaina giu giugno haz haziran iun iunie iyn iyun juin jun june
    junho juni junie junij junio juny juuni jún júna június júní jūn jūnijs kesä kesäkuu kesäkuuta lipanj lipnja qer
    qershor xuño červen června čvn ιουν ιουνίου ιούν ιούνιος июн июнь июня мау маусым черв червень червня чэр чэрвень
    чэрвеня юни јун јуни հնս հունիս հունիսի יוני جون حزيران يونيو ژوئن ივნ ივნისი
    |
    heinä heinäkuu heinäkuuta iul iulie iyl iyul juil juillet jul julai julho juli julie julij julio juliol july juuli
    júl júla július júlí jūl jūlijs korr korrik liep liepa liepos lip lipca lipiec lug luglio srpanj srpnja tem temmuz
    uzt uztaila xul xullo července červenec čvc ιουλ ιουλίου ιούλ ιούλιος июл июль июля лип липень липня ліп ліпень
    ліпеня шіл шілде юли јул јули հլս հուլիս հուլիսի יולי تموز جولائی يوليو ژوئیه กรกฎาคม ივლ ივლისი
    |
    abu abuztua ago agost agosti agosto agu agustus août aug august augusta augusti augusts augustus augusztus avg
    avgust avq avqust ağu ağustos elo elokuu elokuuta gush gusht kol kolovoz kolovoza ogo ogos rugp rugpjūtis
    rugpjūčio sie sierpień sierpnia srp srpen srpna ágú ágúst αυγ αυγούστου αύγ αύγουστος авг август августа жні
    жнівень жніўня серп серпень серпня там тамыз օգոստոս օգոստոսի օգս אוגוסט أغسطس اوت اگست აგვ აგვისტო
    |
    eyl eylül ira iraila rugs rugsėjis rugsėjo ruj rujan rujna sen sentyabr sep sept septemba septembar september
    septembra septembre septembrie septembris septiembre set setembre setembro settembre sht shtator syys syyskuu
    syyskuuta szept szeptember wrz wrzesień września zář září σεπ σεπτέμβριος σεπτεμβρίου вер верасень верасня
    вересень вересня сент сентябрь сентября сеп септембар септември қыр қыркүйек սեպ սեպտեմբեր սեպտեմբերի ספטמבר أيلول
    سبتمبر ستمبر سپتامبر სექ სექტემბერი
    |
    eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktoba oktobar oktober oktobris oktoober
    oktyabr október októbra ott ottobre out outubro paź październik października spal spalio spalis tet tetor urr
    urria říj říjen října οκτ οκτωβρίου οκτώβριος жовт жовтень жовтня кас кастрычнік кастрычніка окт октобар октомври
    октябрь октября қаз қазан հոկ հոկտեմբեր հոկտեմբերի אוקטובר أكتوبر اکتبر اکتوبر تشرين ოქტ ოქტომბერი
    |
    aza azaroa kas kasım lapkr lapkritis lapkričio lis listopad listopada listopadu marras marraskuu marraskuuta
    noiembrie nov novemba novembar november novembra novembre novembris novembro noviembre noy noyabr nën nëntor nóv
    nóvember stu studeni studenoga νοέ νοέμβριος νοε νοεμβρίου лист листопад листопада ліс лістапад лістапада нов
    новембар ное ноември нояб ноябрь ноября қар қараша նոյ նոյեմբեր նոյեմբերի נובמבר نوامبر نوفمبر نومبر ნოე ნოემბერი
    |
    abe abendua ara aralık dec decembar december decembra decembrie decembris decembro dek dekabr des desemba desember
    desembre dets detsember dez dezember dezembro dhj dhjetor dic dicembre diciembre dis disember déc décembre gru
    grudnia grudzień gruod gruodis gruodžio joulu joulukuu joulukuuta pro prosinac prosinca prosince prosinec δεκ
    δεκέμβριος δεκεμβρίου груд грудень грудня дек декабрь декабря декември дец децембар жел желтоқсан сне снежань
    снежня դեկ դեկտեմբեր դեկտեմբերի דצמבר دسامبر دسمبر ديسمبر დეკ დეკემბერი
"""

MONTHS: Final[Mapping[str, int]] = {
    name: number for number, names in enumerate(_NAMES.split("|"), start=1) for name in names.split()
}
