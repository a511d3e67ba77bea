"""How common ordinary words are in reports and posts about technology: the prior against which a topic must stand out.

The table was written for this project by hand, in four grades; the shares are those of the sections of a monthly brief
or a blog post that can be expected to use the word whatever they treat. It need not be complete: a word that is missing
here but spread over everything is caught by its own share, and one that is mostly used as a verb by its endings.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

EVERYWHERE = 0.40
"""Words without which hardly a section of such a text gets by."""
ORDINARY = 0.20
"""Words of the genre: they come and go with the author, not with the matter."""
FREQUENT = 0.09
"""Words that mean something but mostly in passing: countries, kinds of institutions, everyday nouns."""
PASSING = 0.03
"""Matters in their own right that other matters touch all the time, such as 투자."""
UNKNOWN = 0.003
"""A word that the table does not know: about one section in three hundred."""

SIDE_BY_SIDE = 0.25

_FUNCTION = """
위한 따른 통한 대한 있는 없는 관한 의한 위해 인해 더 등 등에서 및 겸 또는 혹은 가장 매우 모두 이미 아직 다시 함께 따라
대해 관해 의해 없이 같은 다른 이런 그런 여러 많은 새로운 모든 어떤
a an and are as at be between but by for from how if in into is it its not of on or our out over some than that the
their these this those to up was we what when where which while who will with would you your
"""

_EVERYWHERE = """
인공지능 기술 모델 데이터 활용 서비스 개발 시스템 기업 분야 사용 제공 지원 연구 결과 다양 가능 가능성 필요 문제 통해
경우 이번 기반 기능 성능 정보 분석 사용자 산업 사회 시장 발전 변화 향상 적용 도입 구축 정부 글로벌 세계 국가 미래 최근
현재 올해 지난해 주요 핵심 중심 관련 이상 것 수 그 이 저 또한 그리고 그러나 하지만 특히 대표 전체 일부 각각 자체 대상
방식 방법 과정 수준 환경 인간 사람 시간 내용 이용
ai about after all also any been being both can could data do each get had has have may model models more most new one
only other same should such system systems technology them then there they through use used user users using way were
work artificial intelligence report year years first make makes made help helps
"""

_ORDINARY = """
비즈니스 범용 바로 맞춤형 위키백과 관행 토대 수립 사항 책임성 우선순위 필요성 모범 제공자 낙관적 비관적 경량 협업 갖춘
소속 일환 차원 계기 움직임 행보 박차 본격 본격화 가속 가속화 공개 발표 발간 출시 제시 강조 전망 예측 예상 조사 보고서
평가 영향 효과 성과 목표 목적 계획 전략 정책 방안 방향 사례 상황 단계 기준 원칙 요소 요인 특징 장점 단점 한계 과제
도전 기회 위험 우려 이점 혜택 역할 책임 노력 협력 참여 공유 확대 확산 확보 강화 개선 증가 감소 증대 촉진 추진 추구
실현 실행 수행 운영 관리 유지 보호 보장 준수 대응 해결 완화 최소화 극대화 최적화 고려 검토 판단 인식 이해 학습 훈련
처리 생성 제작 생산 구현 설계 구성 구조 통합 연결 결합 조합 포함 제외 추가 변경 수정 보완 조정 전환 혁신 창의 창의성
발견 발명 아이디어 경험 지식 능력 역량 전문 전문성 전문가 인력 인재 업무 작업 직업 직무 조직 기관 단체 회사 업체 업계
기업들 연구자 연구원 연구진 개발자 이용자 소비자 고객 제품 상품 도구 솔루션 플랫폼 애플리케이션 앱 응용 소프트웨어
하드웨어 장비 기기 인프라 자원 비용 가격 자금 예산 수익 매출 규모 비율 비중 수치 점수 순위 평균 최대 최소 최고 최초
최신 최종 초기 초 중 후 전 기존 신규 차세대 첨단 고급 대규모 소규모 대형 소형 중소 중소기업 대기업 거대 복잡 품질
정확도 정확 정확성 신뢰 신뢰성 신뢰도 안정 안정성 속도 효율 효율성 효율적 접근 접근성 접근방식 편의 가치 의미 이유
원인 배경 근거 증거 관점 측면 입장 의견 논의 주장 지적 설명 질문 답변 응답 요청 요구 요구사항 수요 공급 제안 권고
권고사항 권장 지침 가이드 가이드라인 규정 절차 프로세스 체계 제도 법률 규칙 조치 조건 범위 영역 부문 부분 공간 지역
국내 해외 국제 현장 현실 실제 실시간 온라인 디지털 자동 자율 독립 개인 개별 집단 공동 공공 민간 일반 특정 특별 고유 새
높은 낮은 큰 작은 빠른 좋은 중요 중요성 중요한 중대 필수 필수적 기본 기초 기존의 적합 적절 충분 부족 부재 존재 보유
소유 획득 달성 기록 기여 공헌 감독 감시 검증 확인 식별 파악 탐색 탐지 측정 계산 콘텐츠 텍스트 이미지 영상 비디오 문서
자료 파일 코드 언어 문장 단어 글 책 논문 기사 뉴스 소식 블로그 게시 게시물 댓글 웹 웹사이트 인터넷 링크 페이지 출처
참고 참고문헌 소개 서론 본론 결론 요약 개요 목차 머리말 맺음말 정의 개념 용어 종류 유형 형태 형식 대안 대체 선택 결정
의사결정 판매 구매 조달 계약 시행 실시 진행 시작 완료 종료 중단 지속 계속 동향 트렌드 흐름 추세 브리프 이슈 전망치
시대 시기 기간 기한 일정 날짜 오늘 내일 이날 당시 이후 이전 향후 앞 뒤 다음 지난 월간 주간 연간 분기 상반기 하반기
단기 중기 장기 중장기 대회 행사 회의 개최 주최 참석 발언 인터뷰 성명 대표이사 사장 회장 의장 장관 대통령 교수 박사
작가 저자 팀 그룹 센터 연구소 협회 위원회 재단 대학 학교 학생 직원 근로자 시민 대중 설문 설문조사 응답자 표본 통계
지수 지표 그래프 차트 표 그림 사진 화면 이미지들 예 예시 일례 가령 여타 상당 상당한 상당수 대부분 대다수 절반 약 총
전년 대비 이하 미만 초과 아키텍처 알고리즘 메커니즘 프레임워크 인터페이스 프로토타입 프로젝트 프로그램 파트너 파트너십
커뮤니티 생태계 시나리오 워크숍 컨퍼런스 툴 툴킷 백서 버전 시리즈 라인업 브랜드 옵션 매개변수 파라미터 토큰 프롬프트
입력 출력 산출물 메모리 저장 추론 인용 비교 선호 선호도 우수 탁월 능가 경쟁 경쟁력 우위 성공 실패 성장 성숙 부상 등장
출현 주목 관심 인기 화제 호응 긍정 부정 자연어
business generative key contents article articles post blog news announce announced announces release released
releases launch launched according based better big businesses case cases challenge challenges change changes company
companies content create created customer customers design develop developed developer developers development
different digital early effective efficient enable enables example experience expert experts feature features field
find future generate global good great group growth high higher however human idea ideas impact important improve
improved improvement include includes including increase industry industries information innovation insight insights
issue issues know large latest learn learning less level like long low lower main making manage many market markets
method methods much need needs number offer offers open organization organizations part people performance plan plans
platform policy potential power powerful problem problems process product products program project projects provide
provides quality question questions real reduce research researcher researchers resource resources result results risk
risks role safe say says section see service services set several short show shows significant since small software
solution solutions source sources speed standard standards start state step still strategy study support survey task
tasks team teams test text time today together tool tools top train trained training trend trends trust two type types
understand understanding value various version well wide within world write indeed exit job jobs best end lead leading
major next now own public right table takes thing things under want week month quarter summary introduction conclusion
overview outlook image images video videos audio voice speech code language languages document documents input output
parameter parameters token tokens prompt prompts programming
"""

_FREQUENT = """
미국 중국 일본 영국 독일 프랑스 유럽 유럽연합 한국 우리나라 인도 캐나다 이탈리아 스페인 대만 이스라엘 러시아 호주 서울
교통 농업 유통 물류 건설 관광 스포츠 문화 역사 언론 과학 공학 물리 화학 수학 의학 생명 건강 법 대화 상호작용 소통 감정
생각 행동 습관 생활 삶 일상 가족 어린이 친구 동료 사용성 편리 재미 즐거움 몰입 취향 개성 스타일 디자인 색 소리 장면
배경음 시각 시각적 연방 연방정부 주정부 지방 지방정부 당국 규제당국 의회 법원 경찰 군 공무원 이사회 이해관계자
정책입안자 공급업체 제공업체 투자자 기업가 창업자 최고경영자 책임자 담당자 관리자 엔지니어 대학교 산하 협의회 컨소시엄
동맹 단일 복수 다수 소수 1위 2위 달러 원 유로 퍼센트 포인트 억 조 만 천 개 건 명 곳 종 회 차례 번 배 년 월 일 시 분
초반 후반 하나 둘 셋 넷 다섯 첫 두 세 네 한 첫째 둘째 셋째 마지막 동안 사이 가운데 때 때문 점 만큼 정도 바 데 듯 채 뿐
따름 나름 덕분 탓 김 셈 터 무렵 즈음 장소 주소 전화 이메일 홈페이지 문의 연락 담당 접수 신청 등록 참가 참가비 무료
유료 모집 공모 급여 복지 휴가 근무 출근 퇴근 재택 세대 성별 연령 인종 인구 계층 청년 노인 여성 남성 아동 다양성 포용성
형평성 공정 투명성 차별 편견 무결성 합법 불법 범죄 사고 피해 손실 이익 손해 보상 처벌 벌금 판결 컴퓨터 노트북 스마트폰
휴대폰 모바일 카메라 센서 배터리 디스플레이 화상 서버 네트워크 클라이언트 알림 설정 계정 비밀번호 로그인 다운로드
업로드 설치 업데이트 오류 버그 수학적 과학적 사회적 경제적 윤리적 법적 기술적 정치적 문화적 환경적 국제적 전략적
혁신적 효과적 지속적 체계적 종합적 포괄적 구체적 일반적 전반적 잠재적 적극적 긍정적 부정적 창의적 이론적 물리적 경제
정치 외교 국방 무역 수입 금리 물가 주가 증시 주식 채권 부동산 세금 재정 회계 감사 보험 은행 카드 결제 쇼핑 광고 마케팅
홍보 영업 인사 총무 법무 기획 이름 제목 명칭 별명 번호 코드명 모양 크기 길이 높이 무게 거리 위치 방향성 순서 차이
차이점 공통점 유사 동일 상이 반대 찬성 중립 균형 조화 갈등 충돌 전쟁 평화 위기 재난 사건 사실 진실 거짓 어텐션
레이아웃 이벤트 콘퍼런스 세미나 포럼 서밋 심포지엄 웨비나 전시 전시회 강연 강의 발표회 시상 시상식 수상 상 상금 대상자
수상자 심사 후보 우승 순승률 승률 확률 빈도 분포 평균값 중앙값
eu us usa uk china japan korea europe america american ceo access action analysis application applications area areas
author award building center chief choice client collaboration common community conference control cost costs country
countries course culture current decision demand director economy effect effort energy engineer engineering engineers
environment event events executive family focus form framework free goal government governments history home institute
interface investment investor investors law laws life limit line list local management manager media member members
message million billion money national network officer online operation option order page paper papers partner
partners person place position practice president price private production professor publication purpose rate reason
region regulation regulations review sales scale school science scientist scientists sector security series share
simple site size skill skills social society space special student students subject success summit target term terms
title total trade university view vision website workers workshop workforce young january february march april june
july august september october november december monday tuesday wednesday thursday friday saturday sunday
"""

_PASSING = """
규제 투자 추천 검색 채용 고용 임금 이직 구직 구인 스타트업 벤처 빅테크 소송 동영상 음성 데이터베이스 수출 관세
startup start-up startups
"""


@cache
def _shares() -> dict[str, float]:
    table: dict[str, float] = {}
    grades = ((_PASSING, PASSING), (_FREQUENT, FREQUENT), (_ORDINARY, ORDINARY), (_FUNCTION + _EVERYWHERE, EVERYWHERE))
    for words, share in grades:
        table.update(dict.fromkeys(words.split(), share))
    return table


@cache
def _function_words() -> frozenset[str]:
    return frozenset(_FUNCTION.split())


def function_word(word: str) -> bool:
    """Whether the word only joins others and never stands in a name of two words."""
    return word in _function_words()


def known(word: str) -> bool:
    """Whether the table lists this word (a key of `bot.trends.words`)."""
    return word in _shares()


@lru_cache(maxsize=1 << 16)
def expected_share(words: tuple[str, ...]) -> float:
    """The share of sections that can be expected to use these words side by side, never below `UNKNOWN`.

    Words of a phrase are taken as independent, and as side by side in one of four sections that hold them all: a phrase
    of common words is rarer than each. Words from everywhere stand side by side as soon as they stand together.
    """
    table = _shares()
    if len(words) == 1:
        return table.get(words[0], UNKNOWN)
    shares = [table.get(word, UNKNOWN) for word in words]
    side_by_side = 1.0 if min(shares) >= EVERYWHERE else SIDE_BY_SIDE ** (len(words) - 1)
    return max(math.prod(shares) * side_by_side, UNKNOWN)
