// SPDX-License-Identifier: Apache-2.0
// The pages in the order of the rail. Each is its own file of the bundle, fetched when it is opened.
import type { ComponentType } from "preact";
import type { Word } from "../words/language";

export interface Page {
  /** First part of the address. */
  at: string;
  name: Word;
  /** Second key after G; "" for pages outside the rail. */
  key: string;
  /** Drawing of the rail, 20 x 20. */
  icon: string;
  load: () => Promise<{ default: ComponentType }>;
}

export const pages: Page[] = [
  { at: "duty", name: ["值班台", "Duty desk"], key: "KeyD", icon: "M3 4h14v9H3zM7 17h6M10 13v4", load: () => import("../pages/duty") },
  { at: "map", name: ["态势图", "Map"], key: "KeyM", icon: "M3 5l5-2 4 2 5-2v12l-5 2-4-2-5 2zM8 3v12M12 5v12", load: () => import("../pages/map") },
  { at: "events", name: ["灾情", "Events"], key: "KeyE", icon: "M10 2l8 15H2zM10 8v4M10 14.5v.5", load: () => import("../pages/events") },
  { at: "find", name: ["查物资", "Find goods"], key: "KeyF", icon: "M9 3a6 6 0 1 0 0 12A6 6 0 1 0 9 3zM13.5 13.5L18 18", load: () => import("../pages/find") },
  { at: "dispatch", name: ["调拨", "Dispatch"], key: "KeyO", icon: "M2 5h9v9H2zM11 8h4l3 3v3h-7M5 17a1.5 1.5 0 1 0 .1 0M14 17a1.5 1.5 0 1 0 .1 0", load: () => import("../pages/dispatch") },
  { at: "ledger", name: ["台账", "Ledger"], key: "KeyL", icon: "M4 3h12v14H4zM7 7h6M7 10h6M7 13h4", load: () => import("../pages/ledger") },
  { at: "alerts", name: ["预警", "Alerts"], key: "KeyA", icon: "M10 3a5 5 0 0 1 5 5v4l2 3H3l2-3V8a5 5 0 0 1 5-5zM8.5 17.5h3", load: () => import("../pages/alerts") },
  { at: "ready", name: ["备灾", "Ready"], key: "KeyR", icon: "M3 10l4 4L17 4", load: () => import("../pages/ready") },
  { at: "drill", name: ["演练", "Drill"], key: "KeyX", icon: "M10 3a7 7 0 1 0 0 14A7 7 0 1 0 10 3zM8 7l5 3-5 3z", load: () => import("../pages/drill") },
  { at: "sign", name: ["签批", "Sign"], key: "", icon: "", load: () => import("../pages/sign") },
  { at: "wall", name: ["大屏", "Wall screen"], key: "", icon: "", load: () => import("../pages/wall") },
  { at: "me", name: ["我的", "Me"], key: "", icon: "", load: () => import("../pages/me") },
  { at: "admin", name: ["管理", "Administration"], key: "", icon: "", load: () => import("../pages/admin") },
  { at: "audit", name: ["审计", "Audit"], key: "", icon: "", load: () => import("../pages/audit") },
];
