"""Where events take place: the IANA zone of a place named in Korean or English, where the name leaves no doubt.

Cities decide; a country decides only where it keeps one time, and settles which of two cities of one name is meant.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_CITIES = """
America/Vancouver|CA|밴쿠버,vancouver
America/Toronto|CA|토론토,toronto,몬트리올,montreal,montréal,오타와,ottawa,퀘벡,quebec,워털루,waterloo
America/Edmonton|CA|에드먼턴,edmonton,캘거리,calgary,밴프,banff
America/Los_Angeles|US|샌프란시스코,san francisco,로스앤젤레스,los angeles,시애틀,seattle,샌디에이고,san diego
America/Los_Angeles|US|산호세,새너제이,san jose,라스베이거스,라스베가스,las vegas,실리콘밸리,실리콘 밸리
America/Los_Angeles|US|silicon valley,팔로알토,palo alto,마운틴뷰,mountain view,산타클라라,santa clara,스탠퍼드
America/Los_Angeles|US|stanford,버클리,berkeley,애너하임,anaheim,롱비치,long beach,캘리포니아,california,레드먼드
America/Los_Angeles|US|redmond,쿠퍼티노,cupertino
America/New_York|US|뉴욕,new york,nyc,보스턴,boston,워싱턴dc,워싱턴 dc,washington dc,washington d.c.,washington\0 dc
America/New_York|US|washington\0 d.c.,필라델피아,philadelphia,애틀랜타,atlanta,마이애미,miami,올랜도,orlando,피츠버그
America/New_York|US|pittsburgh,디트로이트,detroit,볼티모어,baltimore,프린스턴,princeton,매사추세츠,massachusetts
America/New_York|US|cambridge,케임브리지
America/Chicago|US|시카고,chicago,오스틴,austin,댈러스,dallas,휴스턴,houston,뉴올리언스,new orleans,내슈빌,nashville
America/Chicago|US|미니애폴리스,minneapolis
America/Denver|US|덴버,denver,솔트레이크시티,salt lake city,볼더,boulder
America/Phoenix|US|피닉스,phoenix
Pacific/Honolulu|US|호놀룰루,honolulu,하와이,hawaii
America/Mexico_City|MX|멕시코시티,mexico city
America/Sao_Paulo|BR|상파울루,são paulo,sao paulo,리우데자네이루,rio de janeiro,브라질리아,brasília,brasilia
Europe/London|GB|런던,london,케임브리지,cambridge,옥스퍼드,oxford,에든버러,edinburgh,맨체스터,manchester,브라이턴
Europe/London|GB|brighton,블레츨리,bletchley
Europe/Dublin|IE|더블린,dublin
Europe/Paris|FR|파리,paris,리옹,lyon,cannes,툴루즈,toulouse
Europe/Berlin|DE|베를린,berlin,뮌헨,munich,münchen,프랑크푸르트,frankfurt,하노버,hannover,hanover,함부르크,hamburg
Europe/Berlin|DE|쾰른,cologne,뒤셀도르프,튀빙겐,tübingen
Europe/Vienna|AT|비엔나,vienna
Europe/Zurich|CH|취리히,zurich,zürich,제네바,geneva,로잔,lausanne,다보스,davos,바젤,basel
Europe/Rome|IT|로마,rome,밀라노,milan,베네치아,베니스,venice,피렌체,florence,볼로냐,bologna
Europe/Madrid|ES|바르셀로나,barcelona,마드리드,madrid,발렌시아,valencia
Europe/Lisbon|PT|리스본,lisbon,포르투
Europe/Amsterdam|NL|암스테르담,amsterdam,헤이그,the hague,로테르담,rotterdam
Europe/Brussels|BE|브뤼셀,brussels
Europe/Stockholm|SE|스톡홀름,stockholm
Europe/Copenhagen|DK|코펜하겐,copenhagen
Europe/Oslo|NO|오슬로,oslo
Europe/Helsinki|FI|헬싱키,helsinki
Europe/Warsaw|PL|바르샤바,warsaw
Europe/Prague|CZ|프라하,prague
Europe/Budapest|HU|부다페스트,budapest
Europe/Athens|GR|아테네,athens
Europe/Tallinn|EE|탈린,tallinn
Europe/Istanbul|TR|이스탄불,istanbul
Europe/Moscow|RU|모스크바,moscow
Asia/Seoul|KR|서울,seoul,부산,busan,인천,incheon,대전,daejeon,대구,daegu,광주,gwangju,울산,ulsan,세종,제주,jeju,수원
Asia/Seoul|KR|suwon,성남,판교,pangyo,고양,일산,송도,songdo,강남,gangnam,경주,gyeongju,강릉,gangneung,여수,yeosu,전주
Asia/Seoul|KR|춘천,평창,pyeongchang,코엑스,coex,킨텍스,kintex,벡스코,bexco,엑스코,exco,컨벤시아,세텍,setec,at센터
Asia/Seoul|KR|at 센터,동대문디자인플라자,카이스트,kaist
Asia/Tokyo|JP|도쿄,동경,tokyo,오사카,osaka,교토,kyoto,요코하마,yokohama,후쿠오카,fukuoka,삿포로,sapporo,나고야
Asia/Tokyo|JP|nagoya,히로시마,hiroshima,지바,치바,chiba,makuhari
Asia/Shanghai|CN|베이징,북경,beijing,상하이,상해,shanghai,선전,심천,shenzhen,항저우,hangzhou,광저우,guangzhou,청두
Asia/Shanghai|CN|chengdu,난징,nanjing
Asia/Hong_Kong|HK|홍콩,hong kong
Asia/Taipei|TW|타이베이,타이페이,taipei
Asia/Singapore|SG|싱가포르,싱가폴,singapore
Asia/Bangkok|TH|방콕,bangkok,치앙마이,chiang mai
Asia/Ho_Chi_Minh|VN|하노이,hanoi,호찌민,호치민,ho chi minh,다낭,da nang
Asia/Kuala_Lumpur|MY|쿠알라룸푸르,kuala lumpur
Asia/Manila|PH|마닐라,manila
Asia/Jakarta|ID|자카르타,jakarta
Asia/Makassar|ID|발리,bali
Asia/Kolkata|IN|뉴델리,new delhi,델리,delhi,뭄바이,mumbai,벵갈루루,bengaluru,bangalore,하이데라바드,hyderabad,첸나이
Asia/Kolkata|IN|chennai
Asia/Dubai|AE|두바이,dubai,아부다비,abu dhabi
Asia/Riyadh|SA|리야드,riyadh,제다,jeddah
Asia/Qatar|QA|도하,doha
Asia/Jerusalem|IL|텔아비브,tel aviv,예루살렘,jerusalem
Asia/Almaty|KZ|알마티,almaty,아스타나,astana
Asia/Tashkent|UZ|타슈켄트,tashkent
Africa/Casablanca|MA|카사블랑카,casablanca,마라케시,marrakech,marrakesh,라바트,rabat,탕헤르
Africa/Cairo|EG|카이로,cairo
Africa/Nairobi|KE|나이로비,nairobi
Africa/Lagos|NG|라고스,lagos
Africa/Kigali|RW|키갈리,kigali
Africa/Addis_Ababa|ET|아디스아바바,addis ababa
Africa/Johannesburg|ZA|케이프타운,cape town,요하네스버그,johannesburg
Australia/Sydney|AU|시드니,sydney,캔버라,canberra
Australia/Melbourne|AU|멜버른,melbourne
Australia/Brisbane|AU|브리즈번,brisbane
Australia/Perth|AU|퍼스,perth
Pacific/Auckland|NZ|오클랜드,auckland,웰링턴,wellington
"""
_COUNTRIES = """
|CA|캐나다,canada
|US|미국,미합중국,usa,u.s.a.,u.s.,united states
|MX|멕시코,mexico
|BR|브라질,brazil
|AU|호주,오스트레일리아,australia
|RU|러시아,russia
|ID|인도네시아,indonesia
|CL|칠레,chile
|CR|코스타리카,costa rica
|VE|베네수엘라,venezuela
|NZ|뉴질랜드,new zealand
Europe/London|GB|영국,uk,u.k.,united kingdom,england,scotland
Europe/Dublin|IE|아일랜드,ireland
Europe/Paris|FR|프랑스,france
Europe/Berlin|DE|독일,germany
Europe/Vienna|AT|오스트리아,austria
Europe/Zurich|CH|스위스,switzerland
Europe/Rome|IT|이탈리아,italy
|ES|스페인,spain
|PT|포르투갈,portugal
Europe/Amsterdam|NL|네덜란드,netherlands
Europe/Brussels|BE|벨기에,belgium
Europe/Stockholm|SE|스웨덴,sweden
Europe/Copenhagen|DK|덴마크,denmark
Europe/Oslo|NO|노르웨이,norway
Europe/Helsinki|FI|핀란드,finland
Europe/Warsaw|PL|폴란드,poland
Europe/Prague|CZ|체코,czechia,czech republic
Europe/Budapest|HU|헝가리,hungary
Europe/Athens|GR|그리스,greece
Europe/Tallinn|EE|에스토니아,estonia
Europe/Luxembourg|LU|룩셈부르크,luxembourg
Atlantic/Reykjavik|IS|아이슬란드,iceland
Europe/Istanbul|TR|튀르키예,터키,turkey,türkiye
Asia/Seoul|KR|한국,대한민국,korea,south korea,republic of korea
Asia/Tokyo|JP|일본,japan
Asia/Shanghai|CN|중국,china
Asia/Taipei|TW|대만,taiwan
Asia/Bangkok|TH|태국,thailand
Asia/Ho_Chi_Minh|VN|베트남,vietnam,viet nam
Asia/Kuala_Lumpur|MY|말레이시아,malaysia
Asia/Manila|PH|필리핀,philippines
Asia/Kolkata|IN|인도,india
Asia/Dubai|AE|아랍에미리트,uae,united arab emirates
Asia/Riyadh|SA|사우디아라비아,사우디,saudi arabia
Asia/Qatar|QA|카타르,qatar
Asia/Jerusalem|IL|이스라엘,israel
Asia/Almaty|KZ|카자흐스탄,kazakhstan
Asia/Tashkent|UZ|우즈베키스탄,uzbekistan
Africa/Casablanca|MA|모로코,morocco,maroc
Africa/Cairo|EG|이집트,egypt
Africa/Nairobi|KE|케냐,kenya
Africa/Lagos|NG|나이지리아,nigeria
Africa/Kigali|RW|르완다,rwanda
Africa/Addis_Ababa|ET|에티오피아,ethiopia
Africa/Johannesburg|ZA|남아프리카공화국,남아공,south africa
Africa/Tunis|TN|튀니지,tunisia
America/Argentina/Buenos_Aires|AR|아르헨티나,argentina,부에노스아이레스,buenos aires
America/Bogota|CO|콜롬비아,colombia,보고타,bogotá,bogota
America/Lima|PE|페루,peru
"""
"""Zone (empty where the country keeps several), country, names in both languages."""

_KOREAN_SUFFIX = "특별자치도|특별자치시|특별시|광역시|시내|시|현|주|성|에서|등|의"


class _Place(NamedTuple):
    zone: str
    country: str
    city: bool


@lru_cache(maxsize=1)
def _gazetteer() -> tuple[dict[str, list[_Place]], re.Pattern[str]]:
    places: dict[str, list[_Place]] = {}
    for table, city in ((_CITIES, True), (_COUNTRIES, False)):
        for row in table.split("\n"):
            if row:
                zone, country, names = row.split("|")
                for name in names.split(","):
                    places.setdefault(name, []).append(_Place(zone, country, city))
    at_home = {name for name, found in places.items() if all(p.country == "KR" for p in found)}
    korean = {name for name in places if "가" <= name[0] <= "힣"}
    return places, re.compile(
        rf"(?<![a-z])(?:{_any(places.keys() - korean)})(?![a-z])"
        rf"|(?<![가-힣])(?:{_any(korean - at_home)})(?=(?:{_KOREAN_SUFFIX})?(?![가-힣]))"
        rf"|{_any(korean & at_home)}"
    )


def _any(names: Iterable[str]) -> str:
    """Names end at a word's end, but Korean places may begin a longer word: `서울대학교` stands in Seoul, too.

    The longest comes first, so that Indonesia is not India.
    """
    return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))


def zone_of_place(place: str) -> str:
    """IANA zone of a place as written, empty where none or more than one comes into question."""
    places, pattern = _gazetteer()
    plain = " ".join(unicodedata.normalize("NFKC", place).casefold().replace(",", " ").split())
    found = [p for name in pattern.findall(plain) for p in places[name]]
    countries = {p.country for p in found if not p.city}
    cities = [p for p in found if p.city and (not countries or p.country in countries)]
    if not cities and any(p.city for p in found):
        return ""
    zones = {p.zone for p in cities or found}
    return zones.pop() if len(zones) == 1 else ""
