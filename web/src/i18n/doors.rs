//! What is said of doors and of who comes through them.

use super::Message;

messages! {
    DOOR_TAB: "Open in a new tab", "在新标签页中打开";
    DOOR_AGAIN: "Ask again", "再请求一次";
    DOOR_FRAME: "What {} answers", "{} 的回答";
    DOOR_READY: "Press Run: your own browser then asks {} on port {} here, and shows what it answers.", "点击“运行”：你自己的浏览器会在这里访问 {} 的 {} 端口，并显示它的回答。";
    DOOR_UNANSWERED: "No answer has come yet.", "还没有收到响应。";
    DOOR_NOT_YET: "{} does not listen on port {} yet.", "{} 还没有在 {} 端口监听。";
    DOOR_LIVE: "shown as it is now, not at the cursor", "显示的是当前状态，不随光标";
    DOOR_LINK: "The link above opens it in a new tab.", "点击上面的链接，在新标签页中打开。";
    DOOR_SHUT: "{} has ended, and the way in is closed. Run again to ask it.", "{} 已结束，入口随之关闭。再次运行即可访问。";
    DOOR_VISITS: "connections", "连接";
    KEY_DOOR: "open what a program offers to browsers in a new tab", "在新标签页中打开程序提供的网页";
    CONTRAST: "Side by side", "对比";
    RULER_OUTSIDE: "by {}, outside: its calls are not seen here", "{}在会话之外：这里看不到它的调用";
}
