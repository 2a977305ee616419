// SPDX-License-Identifier: Apache-2.0
// The map and the needs of a bulletin: as known at the bulletin's moment. The canvas is fetched only here.
import type { ComponentType } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { item_name } from "../../api/catalogue";
import { use_ask } from "../../api/use_ask";
import { look_back_at } from "../../app/address";
import { number } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { date_time } from "../../time/instant";
import { common } from "../../words/common";
import { language, say, type Word } from "../../words/language";
import type { MapCanvasProps } from "../map/canvas";
import { text_of, type Situation, type SituationBase } from "../map/document";
import { objects_of } from "../map/objects";
import { field_words } from "../map/words";

const words = {
  needs: ["需求与已发", "Needs against what was sent"],
  map: ["位置图", "Where it is"],
  known: ["按 {0} 时已知；车队、封路、库点、需求、报告", "As known at {0}: convoys, closures, depots, needs, reports"],
  no_needs: ["没有按报告算出的需求。", "No need follows from the reports."],
} as const satisfies Record<string, Word>;

interface ItemRow {
  item: string;
  zh: string;
  unit: string;
  need: number;
  received: number;
  in_transit: number;
}

const nothing = new Set<string>();
/** Device pixels of a CSS pixel on paper: about 200 dpi. */
const paper_ratio = 2;

export function BulletinMap({ event }: { event: string }) {
  const situation = use_ask<Situation>("situation", { at: look_back_at() });
  const ground = use_ask<SituationBase>("situation base");
  const [canvas, set_canvas] = useState<{ MapCanvas: ComponentType<MapCanvasProps> } | null>(null);
  const [failure, set_failure] = useState("");
  useEffect(() => {
    import("../map/canvas").then(set_canvas).catch((problem: unknown) => set_failure(String(problem)));
  }, []);
  const document = situation.answer?.document ?? null;
  const objects = useMemo(
    () => (document ? objects_of(document).filter((object) => object.layer !== "suppliers" && object.layer !== "silent") : []),
    [document, language.value],
  );
  const needs = (document?.layers.find((layer) => layer.id === "needs")?.features ?? []).filter((feature) => text_of(feature.properties, "event") === event);
  if (situation.problem) {
    return <ProblemBox problem={situation.problem} again={situation.again} />;
  }
  if (!document) {
    return <p class="empty no-print">{say(common.loading)}</p>;
  }
  return (
    <>
      <h2>{say(words.needs)}</h2>
      {needs.length === 0 && <p>{say(words.no_needs)}</p>}
      {needs.map((feature) => (
        <table>
          <caption>
            {text_of(feature.properties, "name")} · {say(field_words.by_report)} {text_of(feature.properties, "report")} {date_time(text_of(feature.properties, "as_of"))}
          </caption>
          <thead>
            <tr>
              <th scope="col">{say(common.item)}</th>
              <th scope="col" class="number">{say(field_words.needed)}</th>
              <th scope="col" class="number">{say(field_words.received)}</th>
              <th scope="col" class="number">{say(field_words.in_transit)}</th>
            </tr>
          </thead>
          <tbody>
            {((feature.properties.items as ItemRow[] | undefined) ?? []).map((row) => (
              <tr>
                <td>
                  {language.value === "zh" ? row.zh : item_name(row.item)}（{row.unit}）
                </td>
                <td class="number">{number(row.need)}</td>
                <td class="number">{number(row.received)}</td>
                <td class="number">{number(row.in_transit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
      <h2>{say(words.map)}</h2>
      {failure && <p role="alert">{failure}</p>}
      {canvas && (
        <figure class="bulletin-map">
          <canvas.MapCanvas
            base={ground.answer?.document ?? null}
            hidden_base={nothing}
            objects={objects}
            selected={nothing}
            label={say(words.map)}
            interactive={false}
            pixel_ratio={paper_ratio}
          />
          <figcaption>{say(words.known, date_time(document.at))}</figcaption>
        </figure>
      )}
    </>
  );
}
