// SPDX-License-Identifier: Apache-2.0
import { common } from "../words/common";
import { Empty } from "../parts/panel";
import { say, type Word } from "../words/language";

const drill_words = {
  title: common.drill,
  later: [
    "演练还没有做：以后在这里控制演练时钟、按时注入情况、记录动作和时限、对照计划与实际复盘，并跟踪整改。演练用另一套账、另一套渠道、另一个地址，不会从这里动到真实的账。",
    "Drills are not built yet: here the drill's clock will be controlled, injects sent on time, acts and limits recorded, the review held against plan and fact, and corrective actions followed. A drill has books, channels and an address of its own; nothing here can touch the real books.",
  ],
  now: ["现在可做：在另一个库文件上用 --exercise 起草演练预警，用 relief plan --scenario 推演过去的五次灾害。", "Already possible: warnings with --exercise on books of their own, and relief plan --scenario for the five past events."],
  scenarios: ["去看灾情", "Go to the events"],
} as const satisfies Record<string, Word>;

export default function Page() {
  return (
    <>
      <h1>{say(drill_words.title)}</h1>
      <Empty why={say(drill_words.later)}>
        <p>{say(drill_words.now)}</p>
        <a class="button" href="/events">
          {say(drill_words.scenarios)}
        </a>
      </Empty>
    </>
  );
}
