// SPDX-License-Identifier: Apache-2.0
import type { Word } from "./language";

export const ready_words = {
  title: ["备灾", "Ready"],
  daily: ["日报", "Daily report"],
  equip: ["可安置人数", "People who can be equipped"],
  gaps: ["缺口", "Gaps"],
  agreements: ["协议", "Agreements"],
  contracts: ["代储合同", "Consignment contracts"],
  inspections: ["检查", "Inspections"],
  daily_title: ["救灾物资库存日报", "Daily stock report"],
  date: ["日期", "Date"],
  as_of: ["截至", "As of"],
  as_of_hint: ["不填为现在；回看某刻，如 0712 1600", "Now if empty; or a time such as 0712 1600"],
  people: ["要安置（人）", "People to be equipped"],
  export_files: ["导出 PDF 和 xlsx", "Export PDF and xlsx"],
  exporting: ["正在导出…", "Exporting…"],
  ten_day: ["旬报 PDF", "Ten-day report, PDF"],
  yearly: ["年报 PDF", "Yearly report, PDF"],
  checks: ["核对", "Checks"],
  check_balance: ["期初 + 收入 − 发出 = 期末：{0} 行中 {1} 行相符", "Opening + received − sent = closing: {1} of {0} rows agree"],
  check_parts: ["可用 + 预留 + 不可用 = 期末：{0} 行中 {1} 行相符", "Available + held + unusable = closing: {1} of {0} rows agree"],
  check_late: ["补记到以前日期的：{0} 笔", "Entered late for earlier days: {0}"],
  check_head: ["账簿链尾 {0}（{1}…），导出文件与此同一时刻", "Chain end {0} ({1}…); the exported files are of the same moment"],
  check_unknown: ["有合同而无数：无", "Units without a figure: none"],
  moved: ["只看有收发、预留或库外的", "Only rows with movement, holds or goods away"],
  everything: ["看全部", "Show all"],
  level: ["库级", "Level"],
  opening: ["期初", "Opening"],
  came_in: ["收入", "Received"],
  went_out: ["发出", "Sent"],
  closing: ["期末", "Closing"],
  available: ["可用", "Available"],
  reserved: ["预留", "Reserved"],
  unusable: ["不可用", "Unusable"],
  outside: ["库外", "Outside the depots"],
  by_owner: ["按权属", "By owner"],
  stock: ["库存", "Stock"],
  movements: ["当日收发", "Movements of the day"],
  late: ["补记", "Late entries"],
  in_transit: ["在途", "In transit"],
  orders: ["当日调拨令", "Orders of the day"],
  expiring: ["临期", "Expiring soon"],
  none_today: ["当日没有。", "None that day."],
  persons: ["人数（人）", "People (persons)"],
  limiting: ["卡在", "Limited by"],
  arithmetic: ["算式", "Arithmetic"],
  gap_people: ["缺口（人）", "Gap (persons)"],
  season: ["季节", "Season"],
  supplier: ["供应商", "Supplier"],
  daily_capacity: ["日供能力", "Daily capacity"],
  first_truck: ["首车（小时）", "First lorry (h)"],
  on_hand: ["现有", "On hand"],
  from_to: ["有效期", "In force"],
  contact: ["联系人", "Contact"],
  last_test: ["最近演练", "Last drill"],
  never: ["从未", "Never"],
  phone_book: ["打印供应商电话簿", "Print the suppliers' telephone book"],
  contract: ["合同", "Contract"],
  keeper: ["保管", "Keeper"],
  gate: ["出库限时（分）", "Issue within (min)"],
  overdue_duties: ["到期未办 {0}", "Overdue tasks {0}"],
  duty: ["事项", "Task"],
  due: ["期限", "Due"],
  none_overdue: ["没有逾期的事项。", "No task is overdue."],
  hazards: ["未销号隐患 {0}", "Open hazards {0}"],
  none_hazards: ["没有未销号的隐患。", "No open hazard."],
  calendar: ["{0}检查日历", "Calendar of the {0} inspection"],
  flood: ["汛前", "flood"],
  winter: ["冬防", "winter"],
  status: ["进度", "Progress"],
  overdue: ["逾期", "Overdue"],
  missing: ["缺项", "Missing"],
  letters: ["责任书：应签 {0}，缺 {1}", "Responsibility letters: {0} needed, {1} missing"],
  training: ["安全岗位培训：未培训或过期 {0} / {1}", "Training of safety posts: {0} of {1} not trained or expired"],
  grade: ["安全等级", "Safety grade"],
  none_rows: ["没有。", "None."],
  later: ["以后有", "Later"],
  later_coverage: ["覆盖图（6、12、24 小时）、三大缺口、选点和手排方案在以后的版本；现在的缺口按储备标准列出。", "Coverage maps (6, 12, 24 h), the three largest gaps and siting come later; gaps are listed here against the standard."],
  later_season: ["汛前、冬防的检查任务可在命令行办理（relief inspect …）；页面办理在以后的版本。", "Inspections are opened and signed at the command line (relief inspect …); pages for it come later."],
} as const satisfies Record<string, Word>;

export const level_names: Record<string, Word> = {
  "": ["合计", "Total"],
  province: ["省级", "Province"],
  city: ["市级", "City"],
  county: ["县级", "County"],
  other: ["库外", "Outside the depots"],
};

export const need_names: Record<string, Word> = {
  shelter: ["住处", "Shelter"],
  quilt: ["被子", "Quilts"],
  bed: ["床", "Beds"],
  clothing: ["衣物", "Clothing"],
};

export const season_names: Record<string, Word> = {
  summer: ["夏", "Summer"],
  winter: ["冬", "Winter"],
};

export const inspection_states: Record<string, Word> = {
  overdue: ["逾期", "Overdue"],
  due: ["待查", "Due"],
  open: ["检查中", "Open"],
  done: ["已查", "Done"],
  later: ["未到期", "Not yet due"],
  not_begun: ["未开始", "Not begun"],
  waits: ["待开始", "Waiting"],
};

export const duty_kinds: Record<string, Word> = {
  count: ["盘点", "Counts"],
  report: ["年报", "Yearly report"],
  yearly_report: ["年报", "Yearly report"],
  acceptance: ["验收", "Acceptance"],
  dispatch: ["调运手续", "Dispatch papers"],
};

export const post_names: Record<string, Word> = {
  safety_head: ["安全负责人", "Head of safety"],
  safety_manager: ["安全管理员（库）", "Safety manager"],
  fire_control: ["消防控制员", "Fire control"],
};

export const training_states: Record<string, Word> = {
  missing: ["未培训", "Not trained"],
  expired: ["过期", "Expired"],
  ending: ["将到期", "Expires soon"],
  valid: ["有效", "Valid"],
};
