// Every sentence of the page, Chinese and English.

const WORDS = {
  zh: {
    title: "交照片到电脑",
    shoot: "拍照",
    pick: "选择照片",
    again: "全部重试",
    retry: "重试",
    connecting: "正在连接电脑……",
    ready: "已连接。照片加密后直接传到旁边的电脑，不经过互联网。",
    unreachable: "连不上电脑。请确认手机仍在同一网络，页面会自动重试；电脑上若已换新码或已结束，请重新扫描。",
    no_key: "链接不完整。请在电脑上重新扫描二维码。",
    no_entry: "这个二维码已失效。请在电脑上打开新的二维码后再扫描。",
    taken: "这个二维码已被另一部手机使用。请在电脑上点“换新码”后再扫描。",
    count: "已交 {kept} 张，共 {all} 张",
    queued: "排队中",
    coming: "正在传送 {percent}%",
    held: "电脑正忙，稍候自动继续",
    waiting: "已送到，正在保存",
    kept: "已保存到电脑",
    known: "电脑上已有这张照片",
    refused: "未收下：{why}",
    note: "请不要关闭本页，直到每张照片都显示“已保存到电脑”。照片仍留在手机里，交完后请按规定删除。",
    "photo-animated": "动图不能作为照片",
    "photo-broken": "文件已损坏或不是照片",
    "photo-empty": "文件是空的",
    "photo-too-large": "文件太大",
    "photo-too-many-pixels": "像素过多",
    "photo-too-narrow": "图片过于狭长",
    "photo-unknown-format": "不支持这种格式，请用 JPEG、PNG、WebP 或 HEIC",
    "photo-unreadable": "手机无法读取这个文件",
    "disk-full": "电脑磁盘已满",
    "not-recording": "电脑上现在没有在记录",
    stopped: "在电脑上被停止，可以重试",
    enough: "本次张数已达上限，请在电脑上换新码",
    other: "电脑未能处理",
  },
  en: {
    title: "Photos to the laptop",
    shoot: "Take a photo",
    pick: "Choose photos",
    again: "Try all again",
    retry: "Try again",
    connecting: "Connecting to the laptop…",
    ready: "Connected. Photos go encrypted straight to the laptop beside you, not over the internet.",
    unreachable: "The laptop cannot be reached. Check that the phone is still in the same network; the page tries again by itself. If the laptop shows a new code, scan that.",
    no_key: "The link is not complete. Scan the code on the laptop again.",
    no_entry: "This code is not valid any more. Open a new code on the laptop and scan it.",
    taken: "Another phone uses this code. Press “New code” on the laptop and scan that.",
    count: "{kept} of {all} handed over",
    queued: "waiting its turn",
    coming: "on its way, {percent} %",
    held: "the laptop is busy; it goes on by itself",
    waiting: "arrived, being saved",
    kept: "saved on the laptop",
    known: "the laptop has this photo already",
    refused: "not taken: {why}",
    note: "Keep this page open until every photo says “saved on the laptop”. The photos also stay on the phone; delete them there as your rules say.",
    "photo-animated": "an animation is not a photo",
    "photo-broken": "the file is damaged or not a photo",
    "photo-empty": "the file is empty",
    "photo-too-large": "the file is too large",
    "photo-too-many-pixels": "too many pixels",
    "photo-too-narrow": "the picture is too narrow",
    "photo-unknown-format": "unknown format; use JPEG, PNG, WebP or HEIC",
    "photo-unreadable": "the phone cannot read this file",
    "disk-full": "the laptop's disk is full",
    "not-recording": "the laptop is not recording now",
    stopped: "stopped on the laptop; it can be sent again",
    enough: "the limit for one code is reached; press “New code” on the laptop",
    other: "the laptop could not take it",
  },
};

let language = /^zh/i.test(navigator.language || "zh") ? "zh" : "en";

export const languageNow = () => language;

export function otherLanguage() {
  language = language === "zh" ? "en" : "zh";
}

export function word(name, filled = {}) {
  const said = WORDS[language][name] || WORDS[language].other;
  return said.replace(/\{(\w+)\}/g, (_, key) => String(filled[key]));
}
