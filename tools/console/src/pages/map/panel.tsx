// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { item_name, name_of, site_name } from "../../api/catalogue";
import { look_back_at } from "../../app/address";
import { estimate, FlagMark, level_words, number, type WarningLevel } from "../../parts/marks";
import { ProblemBox } from "../../parts/panel";
import { Why, type WhyInput } from "../../parts/why";
import { age, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { language, say, type Word } from "../../words/language";
import { assess_words } from "../events/assess_words";
import { metric_name, plan_address, unit_name, unit_of_metric } from "../events/names";
import { use_arrivals } from "./arrivals";
import { arrival_words, ArrivalsChart } from "./arrivals_chart";
import { is_set, number_of, text_of, type Properties, type Situation, type SituationLayer } from "./document";
import { layer_name, type MapObject } from "./objects";
import { SymbolMark } from "./symbol";
import { field_words, map_words } from "./words";

function Row({ word, children }: { word: Word; children: ComponentChildren }) {
  return (
    <>
      <dt>{say(word)}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Time({ at }: { at: string }) {
  return at === "" ? <>—</> : <>{`${date_time(at)}（${age(at)}）`}</>;
}

interface FigureProps {
  title: string;
  shown: string;
  formula: string;
  object: MapObject;
  layer: SituationLayer | undefined;
  more?: WhyInput[];
}

/** A figure of the map asks why: its layer's source and flag, and what the document says of it. */
function Figure({ title, shown, formula, object, layer, more = [] }: FigureProps) {
  return (
    <Why
      answer={() => ({
        title: `${object.name} ${title}`,
        value: shown,
        formula,
        inputs: [
          ...more,
          {
            name: layer_name(object.layer, layer?.zh, layer?.en),
            value: object.told,
            at: layer?.data_time ? `${say(common.as_of)} ${date_time(layer.data_time)}` : "",
            source: layer?.source ?? "",
            flag: text_of(object.properties, "flag") || (layer?.flag ?? ""),
          },
        ],
      })}
    >
      {shown}
    </Why>
  );
}

function percent(value: number | null): string {
  return value === null ? "—" : `${Math.round(value * 100)}%`;
}

interface ItemRow {
  item: string;
  zh: string;
  unit: string;
  need: number;
  received: number;
  in_transit: number;
  because: string;
}

function NeedPart({ object, layer }: { object: MapObject; layer: SituationLayer | undefined }) {
  const p = object.properties;
  const items = (p.items as ItemRow[] | undefined) ?? [];
  const by_report: WhyInput = { name: say(field_words.by_report), value: text_of(p, "report"), at: date_time(text_of(p, "as_of")) };
  return (
    <>
      <dl>
        <Row word={field_words.people}>
          <Figure title={say(field_words.people)} shown={number(number_of(p, "people"))} formula={say(field_words.figures_of, text_of(p, "report"))} object={object} layer={layer} more={[by_report]} />
        </Row>
        <Row word={field_words.collective}>{number(number_of(p, "collective"))}</Row>
        <Row word={field_words.by_report}>
          {text_of(p, "report")} <Time at={text_of(p, "as_of")} /> {is_set(p, "remainder") && <span class="note">{say(field_words.remainder)}</span>}
        </Row>
        <Row word={field_words.covered}>
          <Figure title={say(field_words.covered)} shown={percent(number_of(p, "covered_share"))} formula={say(field_words.mean_of_items)} object={object} layer={layer} more={[by_report]} />
        </Row>
        <Row word={field_words.sent}>
          <Figure title={say(field_words.sent)} shown={percent(number_of(p, "sent_share"))} formula={say(field_words.mean_of_items)} object={object} layer={layer} more={[by_report]} />
        </Row>
      </dl>
      <table>
        <thead>
          <tr>
            <th scope="col">{say(common.item)}</th>
            <th scope="col" class="number">{say(field_words.needed)}</th>
            <th scope="col" class="number">{say(field_words.received)}</th>
            <th scope="col" class="number">{say(field_words.in_transit)}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((row) => (
            <tr>
              <td>
                {language.value === "zh" ? row.zh : item_name(row.item)}（{row.unit}）
              </td>
              <td class="number">
                <Figure title={`${row.zh} ${say(field_words.needed)}`} shown={number(row.need)} formula={`${say(common.rule)} ${row.because}`} object={object} layer={layer} more={[{ name: row.because, value: number(row.need), rule: row.because }, by_report]} />
              </td>
              <td class="number">{number(row.received)}</td>
              <td class="number">{number(row.in_transit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** Sent and received against the need, moment by moment; asked for, since each moment is a reading of the books. */
function ArrivalsPart({ object, situation }: { object: MapObject; situation: Situation }) {
  const [is_asked, set_asked] = useState(false);
  const [as_table, set_as_table] = useState(false);
  const arrivals = use_arrivals(situation, is_asked ? text_of(object.properties, "county") : "");
  if (!is_asked) {
    return (
      <button type="button" onClick={() => set_asked(true)}>
        {say(map_words.see_arrivals)}
      </button>
    );
  }
  return (
    <div>
      <h4>{say(arrival_words.question, object.name)}</h4>
      {arrivals.problem && <ProblemBox problem={arrivals.problem} />}
      {arrivals.read < arrivals.of && <p role="status">{say(arrival_words.reading, arrivals.read, arrivals.of)}</p>}
      {arrivals.read > 1 && (
        <>
          <button type="button" onClick={() => set_as_table(!as_table)}>
            {say(as_table ? assess_words.as_chart : assess_words.as_table)}
          </button>
          <ArrivalsChart points={arrivals.points} as_table={as_table} height={180} />
        </>
      )}
    </div>
  );
}

function DepotPart({ object, layer }: { object: MapObject; layer: SituationLayer | undefined }) {
  const p = object.properties;
  const because = (p.because as string[] | undefined) ?? [];
  const vehicles = (p.vehicles as { class: string; count: number }[] | undefined) ?? [];
  return (
    <dl>
      <Row word={map_words.kind}>{say(field_words[text_of(p, "kind") as "province"] ?? field_words.county)}</Row>
      <Row word={field_words.share}>
        <Figure title={say(field_words.share)} shown={percent(number_of(p, "stock_share"))} formula={say(field_words.mean_of_items)} object={object} layer={layer} />
      </Row>
      <Row word={field_words.short}>{say(field_words.short_of, number(number_of(p, "short")), number(number_of(p, "standard_items")))}</Row>
      {because.length > 0 && <Row word={is_set(p, "stopped") ? field_words.stopped : field_words.doubtful}>▲ {because.join("；")}</Row>}
      <Row word={field_words.vehicles}>{vehicles.map((row) => `${name_of("vehicle_classes", row.class)}×${row.count}`).join("，") || "—"}</Row>
      <Row word={field_words.keeper_phone}>{text_of(p, "phone") || "—"}</Row>
    </dl>
  );
}

function ConvoyPart({ object, layer }: { object: MapObject; layer: SituationLayer | undefined }) {
  const p = object.properties;
  return (
    <dl>
      <Row word={common.from}>{site_name(text_of(p, "from"))}</Row>
      <Row word={common.to}>{site_name(text_of(p, "to"))}</Row>
      <Row word={field_words.departed}>
        <Time at={text_of(p, "departed")} />
      </Row>
      <Row word={field_words.expected}>
        <Figure title={say(field_words.expected)} shown={date_time(text_of(p, "expected"))} formula={text_of(p, "because")} object={object} layer={layer} />
      </Row>
      <Row word={common.state}>{object.told}</Row>
      <Row word={field_words.last_signal}>
        <Time at={text_of(p, "last_signal")} />
      </Row>
      <Row word={field_words.where}>
        {text_of(p, "where")} <span class="note">{say(text_of(p, "position_from") === "checkpoint" ? field_words.where_told : field_words.where_depot)}</span>
      </Row>
    </dl>
  );
}

function ClosurePart({ properties: p }: { properties: Properties }) {
  return (
    <dl>
      <Row word={field_words.words}>{text_of(p, "words")}</Row>
      <Row word={common.where}>{(language.value === "zh" ? text_of(p, "zh") : text_of(p, "en")) || say(map_words.not_placed)}</Row>
      <Row word={field_words.cause}>{text_of(p, "cause")}</Row>
      <Row word={field_words.from}>{date_time(text_of(p, "from"))}</Row>
      <Row word={field_words.until}>{date_time(text_of(p, "to"))}</Row>
      <Row word={field_words.told_by}>
        {text_of(p, "officer")} <Time at={text_of(p, "told_at")} />
      </Row>
      <Row word={common.source}>{text_of(p, "source")}</Row>
    </dl>
  );
}

function ReportPart({ object, layer }: { object: MapObject; layer: SituationLayer | undefined }) {
  const p = object.properties;
  const figures = (p.figures as { metric: string; value: string; bound: string; exactness: string }[] | undefined) ?? [];
  return (
    <dl>
      <Row word={field_words.reporter}>
        {text_of(p, "reporter")} <FlagMark flag={text_of(p, "flag")} />
      </Row>
      <Row word={field_words.reported_at}>
        <Time at={text_of(p, "stat_time")} />
      </Row>
      <Row word={field_words.received_at}>
        <Time at={text_of(p, "received_at")} />
      </Row>
      {figures.map((figure) => (
        <>
          <dt>{metric_name(figure.metric)}</dt>
          <dd>
            <Figure
              title={metric_name(figure.metric)}
              shown={`${number(Number(figure.value))} ${unit_name(unit_of_metric(figure.metric))}`}
              formula={say(field_words.figures_of, text_of(p, "reporter"))}
              object={object}
              layer={layer}
              more={[{ name: text_of(p, "label"), value: `${figure.value} ${figure.exactness}`, source: text_of(p, "source"), flag: text_of(p, "flag") }]}
            />
          </dd>
        </>
      ))}
    </dl>
  );
}

function Body({ object, layer }: { object: MapObject; layer: SituationLayer | undefined }) {
  const p = object.properties;
  switch (object.layer) {
    case "needs":
      return <NeedPart object={object} layer={layer} />;
    case "depots":
      return <DepotPart object={object} layer={layer} />;
    case "convoys":
      return <ConvoyPart object={object} layer={layer} />;
    case "closures":
      return <ClosurePart properties={p} />;
    case "reports":
      return <ReportPart object={object} layer={layer} />;
    case "warnings":
      return (
        <dl>
          <Row word={field_words.level}>{say(level_words[(text_of(p, "colour") || "blue") as WarningLevel])}</Row>
          <Row word={field_words.sender}>{text_of(p, "sender")}</Row>
          <Row word={field_words.from}>{date_time(text_of(p, "from") || text_of(p, "sent"))}</Row>
          <Row word={field_words.until}>{date_time(text_of(p, "to"))}</Row>
          <Row word={field_words.areas}>{((p.areas as string[] | undefined) ?? []).join("、")}</Row>
        </dl>
      );
    case "townships":
      return (
        <dl>
          {["relocated", "affected", "collapsed_rooms", "direct_loss"].map((metric) => (
            <>
              <dt>
                {metric_name(metric)}（{unit_name(unit_of_metric(metric))}）
              </dt>
              <dd>
                <Figure
                  title={metric_name(metric)}
                  shown={say(
                    field_words.band,
                    estimate(number_of(p, `${metric}_p50`) ?? 0),
                    estimate(number_of(p, `${metric}_p10`) ?? 0),
                    estimate(number_of(p, `${metric}_p90`) ?? 0),
                  )}
                  formula={say(field_words.assessed)}
                  object={object}
                  layer={layer}
                  more={[{ name: say(field_words.hazard_there), value: number(number_of(p, "hazard")) }]}
                />
              </dd>
            </>
          ))}
          {p.own_point !== true && <Row word={field_words.where}>{say(map_words.position_assumed)}</Row>}
        </dl>
      );
    case "suppliers":
      return (
        <dl>
          <Row word={common.item}>{language.value === "zh" ? text_of(p, "item_zh") : item_name(text_of(p, "item"))}</Row>
          <Row word={field_words.on_hand}>
            <Figure title={say(field_words.on_hand)} shown={`${number(number_of(p, "on_hand"))} ${text_of(p, "unit")}`} formula={layer?.source ?? ""} object={object} layer={layer} />
          </Row>
          <Row word={field_words.per_day}>
            {number(number_of(p, "daily_capacity"))} {text_of(p, "unit")}
          </Row>
          <Row word={field_words.agreement}>
            {text_of(p, "from")} – {text_of(p, "to")} {say(is_set(p, "in_force") ? field_words.in_force : field_words.not_in_force)}
          </Row>
        </dl>
      );
    default:
      return (
        <dl>
          <Row word={common.state}>{say(field_words.silent)}</Row>
          <Row word={field_words.above}>{text_of(p, "above_name")}</Row>
          {!is_set(p, "place_known") && <Row word={field_words.where}>{say(map_words.position_assumed)}</Row>}
        </dl>
      );
  }
}

function Doors({ object }: { object: MapObject }) {
  const p = object.properties;
  const at = look_back_at() === "" ? "" : `?at=${encodeURIComponent(look_back_at())}`;
  const event = text_of(p, "event");
  return (
    <div class="acts">
      {object.layer === "needs" && (
        <a class="button" href={plan_address(event, false)}>
          {say(map_words.make_plan)}
        </a>
      )}
      {(object.layer === "needs" || object.layer === "silent") && (
        <a class="button" href={`/find?to=${text_of(p, "county") || text_of(p, "unit")}`}>
          {say(map_words.find_goods)}
        </a>
      )}
      {object.layer === "depots" && (
        <a class="button" href={`/ledger/stock?site=${text_of(p, "id")}`}>
          {say(map_words.open_ledger)}
        </a>
      )}
      {object.layer === "convoys" && (
        <a class="button" href={`/dispatch/orders/${text_of(p, "number")}${at}`}>
          {say(map_words.open_order, text_of(p, "number"))}
        </a>
      )}
      {event !== "" && object.layer !== "convoys" && object.layer !== "warnings" && (
        <a class="button" href={`/events/${encodeURIComponent(event)}${at}`}>
          {say(map_words.open_event)}
        </a>
      )}
    </div>
  );
}

/** What is selected, in full; the last one on top. */
export function ObjectPanel({ objects, situation }: { objects: MapObject[]; situation: Situation | null }) {
  if (objects.length === 0) {
    return <p class="empty">{say(map_words.nothing_selected)}</p>;
  }
  return (
    <>
      {objects.map((object) => {
        const layer = situation?.layers.find((one) => one.id === object.layer);
        return (
          <article class="map-object" aria-label={object.name}>
            <h3>
              <SymbolMark id={object.symbol} state={object.state} /> {object.name}
            </h3>
            <p class="note">
              {layer_name(object.layer)} · {layer?.data_time ? say(map_words.data_of, date_time(layer.data_time)) : ""} <FlagMark flag={layer?.flag} />
            </p>
            <Body object={object} layer={layer} />
            {object.layer === "needs" && situation && <ArrivalsPart object={object} situation={situation} />}
            <Doors object={object} />
          </article>
        );
      })}
    </>
  );
}
