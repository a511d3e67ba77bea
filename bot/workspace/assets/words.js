// The page's own words, in the language of whoever sits before it.
const KO = {
  team: "우리 팀", note: "이 컴퓨터 안의 로컬 워크스페이스", channels: "채널", apps: "앱", me: "사용하는 사람", app: "AI 트렌드",
  theme: "밝은 화면과 어두운 화면 바꾸기", home: "홈", messages: "메시지", thread: "스레드", close: "닫기", badge: "앱",
  only: "나에게만 표시되는 메시지", reply: "스레드에 답글", lookUp: "AI 트렌드에서 찾기", addFile: "색인에 추가", edited: "(편집됨)",
  replies: n => `답글 ${n}개`, placeholder: name => `${name}에 메시지 보내기`, threadPlaceholder: "답글 쓰기 — 스레드에서는 @aitrend로 불러 주세요",
  directPlaceholder: "AI 트렌드에게 물어보기", hint: "Enter 보내기 · Shift+Enter 줄 바꿈", send: "보내기", attach: "파일 첨부(.md, .txt, .ics)",
  skip: "입력창으로 건너뛰기", channelNote: "팀이 함께 쓰는 공개 채널", directNote: "나와 앱만 보는 대화",
  welcome: "무엇이 궁금하세요?", welcomeText: "/aitrend 뒤에 궁금한 것을 적으면 문서에서 답을 찾아 나에게만 보여 줍니다. @aitrend로 부르면 스레드에 모두가 보게 답합니다.",
  tries: ["/aitrend 노벨상", "/aitrend ㄴㅂㅅ", "/aitrend dlsrhdwlsmd 이직", "/aitrend 행사", "/aitrend 도움말", "@aitrend 라마 3.2"],
  commands: [["/aitrend", "궁금한 것"], ["/aitrend 도움말", "사용법"], ["/aitrend 검색", "상세 검색 창"], ["/aitrend 트렌드", "떠오르는 주제"], ["/aitrend 행사", "다가오는 행사"], ["/aitrend 구독", "주간 소식과 행사 알림"], ["/aitrend 설정", "언어와 결과 수"], ["/aitrend 상태", "문서와 검색 상태"]],
  commandNote: "낱말이나 질문",
  no_commands_in_threads: "/명령은 스레드에서 쓸 수 없습니다. @aitrend로 불러 주세요.", unknown_command: "그런 명령은 없습니다. /aitrend를 써 보세요.",
  not_answered: "앱이 제때 응답하지 않았습니다.", offline: "앱과 연결이 끊겼습니다. 다시 연결하는 중입니다…", homeEmpty: "홈을 불러오는 중입니다…",
  optional: "(선택)", choose: "고르기", typeMore: "입력해 찾기", nothing: "맞는 항목이 없습니다", uploaded: n => `${n} 첨부됨`, tooLarge: "파일이 너무 큽니다.", drop: n => `${n} 첨부 취소`, today: "오늘", yesterday: "어제",
};
const EN = {
  team: "Our team", note: "a local workspace on this computer", channels: "Channels", apps: "Apps", me: "Signed in as", app: "AI Trend",
  theme: "Switch between light and dark", home: "Home", messages: "Messages", thread: "Thread", close: "Close", badge: "APP",
  only: "Only visible to you", reply: "Reply in thread", lookUp: "Find in AI Trend", addFile: "Add to index", edited: "(edited)",
  replies: n => (n === 1 ? "1 reply" : `${n} replies`), placeholder: name => `Message ${name}`, threadPlaceholder: "Reply — call the app with @aitrend in threads",
  directPlaceholder: "Ask AI Trend", hint: "Enter to send · Shift+Enter for a new line", send: "Send", attach: "Attach a file (.md, .txt, .ics)",
  skip: "Skip to the message box", channelNote: "a public channel of the team", directNote: "only you and the app",
  welcome: "What would you like to know?", welcomeText: "Type your question after /aitrend, and the answer from the documents is shown to you alone. Call @aitrend to get an answer in a thread that everyone sees.",
  tries: ["/aitrend Nobel", "/aitrend ㄴㅂㅅ", "/aitrend Llama 3.2", "/aitrend events", "/aitrend help", "@aitrend AlphaChip"],
  commands: [["/aitrend", "your question"], ["/aitrend help", "how to use it"], ["/aitrend search", "search with filters"], ["/aitrend trends", "what is rising"], ["/aitrend events", "coming events"], ["/aitrend subscribe", "digests and reminders"], ["/aitrend settings", "language and results"], ["/aitrend status", "documents and search"]],
  commandNote: "a word or a question",
  no_commands_in_threads: "Slash commands do not work in threads. Call @aitrend instead.", unknown_command: "There is no such command. Try /aitrend.",
  not_answered: "The app did not answer in time.", offline: "The app cannot be reached. Trying again…", homeEmpty: "Loading the home page…",
  optional: "(optional)", choose: "Choose", typeMore: "Type to find", nothing: "Nothing matches", uploaded: n => `${n} attached`, tooLarge: "The file is too large.", drop: n => `Remove ${n}`, today: "Today", yesterday: "Yesterday",
};
export const wordsFor = locale => (locale.startsWith("ko") ? KO : EN);
