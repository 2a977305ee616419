// SPDX-License-Identifier: Apache-2.0
import type { Word } from "./language";

export const sign_page_words = {
  title: ["签批", "Sign"],
  waiting: ["待签 {0} 件", "{0} to be signed"],
  none: ["没有等着签的。", "Nothing waits for a signature."],
  one: ["签批 {0}", "Sign {0}"],
  not_waiting: ["这份单子不在等签：{0}", "This document does not wait for a signature: {0}"],
  refuse: ["不签", "Do not sign"],
  who_may: ["谁可以签", "Who may sign"],
  all: ["全部待签", "All that wait"],
} as const satisfies Record<string, Word>;
