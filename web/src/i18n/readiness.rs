//! What the readiness matrix and its reasons say.

use super::Message;

messages! {
    READY_SUB: "one column per {}()", "每列一次 {}()";
    READY_READY: "ready", "就绪";
    READY_WATCHED: "watched", "关注";
    READY_ABSENT: "not in set", "不在集合中";
    READY_OFF: "off", "停用";
    READY_SPENT: "off (ONESHOT)", "停用（ONESHOT）";
    READY_BLOCKED: "time in call", "调用用时";
    READY_RLIST: "rlist · watched {}", "rlist · 关注 {}";
    READY_WLIST: "wlist · watched {}", "wlist · 关注 {}";
    READY_XLIST: "xlist · watched {}", "xlist · 关注 {}";
    READY_POLL_LIST: "fd: events → revents · {}", "fd：events → revents · {}";
    READY_INTEREST_LIST: "interest list at #{} · {}", "第 {} 次时的关注列表 · {}";
    READY_INTEREST_NOW: "interest list now · {}", "当前关注列表 · {}";
    READY_WAITS: "#{} has not returned yet", "第 {} 次还没有返回";
    READY_READY_LIST: "ready list, as #{} returned it · {}", "就绪列表（第 {} 次返回）· {}";
    READY_OF: "#{} of {}", "第 {} / {} 次";
    READY_PREVIOUS: "To the previous call", "上一次调用";
    READY_NEXT: "To the next call", "下一次调用";
    READY_EMPTY: "No select, poll or epoll_wait call yet.", "还没有 select、poll 或 epoll_wait 调用。";
    READY_WHY: "Why, as #{} returned", "第 {} 次返回时：为什么就绪";
    READY_WHY_NOT: "Why #{} waits", "第 {} 次为什么在等待";
    READY_SET: "set", "集合";
    READY_EVENT: "event", "事件";
    READY_BITS: "R IN · W OUT · X PRI · H HUP · E ERR · D RDHUP", "R IN · W OUT · X PRI · H HUP · E ERR · D RDHUP";
    READY_REASON: "reason", "原因";
    READY_LOOP: "One loop iteration", "一次循环";
}
