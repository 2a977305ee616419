// SPDX-License-Identifier: Apache-2.0
// 查物资: the leader's question answered in twenty seconds, and on paper.
import { useEffect, useRef, useState } from "preact/hooks";
import { division_code, item_name, name_of, site_name } from "../../api/catalogue";
import { act, new_key } from "../../api/client";
import { Problem } from "../../api/problem";
import { use_ask } from "../../api/use_ask";
import { query, set_query } from "../../app/address";
import { ActButton } from "../../parts/act_button";
import { FlagMark, number } from "../../parts/marks";
import { Panel, ProblemBox } from "../../parts/panel";
import { Table, type Column } from "../../parts/table";
import { Why } from "../../parts/why";
import { clock_time, date_time } from "../../time/instant";
import { common } from "../../words/common";
import { find_words as words, why_not_words } from "../../words/find";
import { language, say } from "../../words/language";
import { read_question, type Question } from "./question";
import type { FindDocument, Signer, SiteRow, Take } from "./document";

const missing_words = { item: words.lacks_item, amount: words.lacks_amount, to: words.lacks_to };

export default function FindPage() {
  const typed = useRef<HTMLInputElement>(null);
  const asked_text = query("q");
  const question = read_question(asked_text);
  useEffect(() => {
    typed.current?.focus();
  }, []);
  const send = () => set_query({ q: typed.current?.value ?? "" }, true);
  const is_whole = !("missing" in question);
  return (
    <>
      <div class="page-head no-print">
        <h1>{say(words.title)}</h1>
        <form
          class="acts grow"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
          onKeyDown={(event) => {
            if (event.code === "Enter" && (event.isComposing || event.keyCode === 229)) {
              event.preventDefault();
            }
          }}
        >
          <label for="question">{say(words.ask)}</label>
          <input
            id="question"
            ref={typed}
            class="grow"
            key={asked_text}
            defaultValue={asked_text}
            placeholder={say(words.hint)}
            autocomplete="off"
          />
          <button class="primary" type="submit">
            {say(words.answer)}
          </button>
        </form>
        <Conditions />
      </div>
      {asked_text === "" ? (
        <p class="empty">{say(words.example)}</p>
      ) : is_whole ? (
        <Answered question={question} />
      ) : (
        <div class="problem" role="alert">
          {question.missing.map((what) => (
            <p>{say(missing_words[what])}</p>
          ))}
        </div>
      )}
    </>
  );
}

/** What the answer is reckoned under, beside the question itself. */
function Conditions() {
  return (
    <span class="acts">
      <label for="response">{say(words.response)}</label>
      <select id="response" value={query("response")} onChange={(event) => set_query({ response: event.currentTarget.value })}>
        <option value="">{say(words.none)}</option>
        {["I", "II", "III", "IV"].map((level, index) => (
          <option value={String(index + 1)}>{level}</option>
        ))}
      </select>
      <label for="cut">{say(words.cut)}</label>
      <input
        id="cut"
        size={10}
        placeholder={say(words.cut_hint)}
        defaultValue={query("cut")}
        onChange={(event) => set_query({ cut: event.currentTarget.value.trim() })}
      />
    </span>
  );
}

function Answered({ question }: { question: Question }) {
  const cut = query("cut").split(/[\s,，、]+/).filter((road) => road !== "");
  const asked = use_ask<FindDocument>("find", {
    item: question.item,
    n: question.amount,
    to: division_code(question.to),
    within: `${Math.round(question.hours * 60)}m`,
    response: query("response"),
    cut: cut.length > 0 ? cut : undefined,
    at: query("at"),
  });
  const homonyms = asked.problem?.code === "place.ambiguous" ? (asked.problem.document.found ?? "").split(";") : [];
  return (
    <>
      {homonyms.length > 0 && (
        <p class="acts">
          {say(words.which_place)}
          {homonyms.map((homonym) => (
            <button
              type="button"
              onClick={() => set_query({ q: `${question.item} ${question.amount} ${homonym.match(/\d{6,9}/)?.[0] ?? ""} ${question.hours}h` }, true)}
            >
              {homonym.trim()}
            </button>
          ))}
        </p>
      )}
      <Panel title={say(words.answer)} asked={asked} data_time={(found) => found.at}>
        {(found) => <Answer found={found} question={question} />}
      </Panel>
    </>
  );
}

function why_not_text(site: SiteRow): string {
  const why = site.why_not ?? "";
  const word = why_not_words[why];
  return word ? say(word) : why;
}

function sentence_of(found: FindDocument, hours: number): string {
  const unit = found.unit;
  let text = say(words.sentence_in_time, hours, number(found.in_time), unit);
  if (found.late > 0 && found.rest_by) {
    text += say(words.sentence_late, number(found.late), unit, date_time(found.rest_by));
  } else if (found.late > 0) {
    text += say(words.sentence_late, number(found.late), unit, "—");
  }
  if (found.missing > 0) {
    const is_anywhere = found.sites.some((site) => (site.why_not ?? "") !== "" && site.available > 0);
    text += is_anywhere ? say(words.sentence_never) : say(words.sentence_missing, number(found.missing), unit);
  }
  return text + (language.value === "zh" ? "。" : ".");
}

function Answer({ found, question }: { found: FindDocument; question: Question }) {
  const [all, show_all] = useState(false);
  const takes = [...found.now, ...found.later];
  const taken = new Set(takes.map((take) => take.site));
  const others = found.sites.filter((site) => !taken.has(site.site));
  const reasons = new Map<string, number>();
  for (const site of others) {
    const reason = why_not_text(site);
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const rows = takes.map((take) => ({ take, site: found.sites.find((one) => one.site === take.site) }));
  return (
    <>
      <p class="answer-sentence" style={{ fontSize: "18px", lineHeight: "28px" }} data-answer>
        {item_name(found.item)} → {found.to_name} {found.to}：
        <Why answer={() => why_answer(found, question)}>
          <b>{sentence_of(found, question.hours)}</b>
        </Why>{" "}
        <span class="note">
          {say(words.reckoned, clock_time(found.at))}
        </span>
      </p>
      <Table
        label={say(words.answer)}
        rows={rows}
        columns={take_columns(found)}
        key_of={({ take }) => take.site + take.depart}
        empty="—"
      />
      <div class="acts">
        <button type="button" onClick={() => print()}>
          {say(common.print)} (P)
        </button>
        <DraftOrders found={found} takes={takes} />
        <span class="note">
          {say(words.unlisted, others.length)}：
          {[...reasons].map(([reason, count]) => `${reason} ${count}`).join("、")}
        </span>
        <button type="button" class="plain" aria-expanded={all} onClick={() => show_all(!all)}>
          {say(all ? words.hide : words.look)}
        </button>
      </div>
      {found.substitutes.length > 0 && (
        <p class="note">
          {say(words.substitutes)}：
          {found.substitutes
            .map((one) => `${item_name(one.item)} ×${one.rate} ${say(words.in_time)} ${number(one.in_time)} ${say(words.ready)} ${number(one.ready)} (${one.rule})`)
            .join("；")}
        </p>
      )}
      {all && <Table label={say(words.why_not)} rows={others} columns={other_columns()} key_of={(site) => site.site} empty="—" filter height={420} />}
    </>
  );
}

function why_answer(found: FindDocument, question: Question) {
  return {
    title: question.item,
    value: sentence_of(found, question.hours),
    formula: say(words.why_take, found.late_factor),
    inputs: found.sites
      .filter((site) => site.in_time > 0 || site.on_hand > 0)
      .slice(0, 40)
      .map((site) => ({
        name: site.name,
        value: `${say(words.books)} ${number(site.on_hand)} − ${say(words.held)} ${number(site.held)} − ${say(words.keep)} ${number(site.keep)} → ${say(words.in_time)} ${number(site.in_time)}`,
        at: date_time(found.at),
        source: why_not_text(site),
      })),
    changes: say(words.why_changes),
  };
}

type TakeRow = { take: Take; site: SiteRow | undefined };

function signer_text(signers: Signer[]): string {
  return signers
    .map((signer) => {
      const holders = signer.holders.map((holder) => `${holder.person} ${holder.phone}`.trim()).join("、");
      const how = signer.phone ? say(words.oral, signer.papers_h) : say(words.paper);
      return `${name_of("posts", signer.post)} ${site_name(signer.unit)}（${how}）${holders || say(words.nobody)}`;
    })
    .join("；");
}

function take_columns(found: FindDocument): Column<TakeRow>[] {
  const unit = `（${found.unit}）`;
  return [
    { name: say(common.depot), value: ({ take }) => `${take.name}` },
    { name: say(words.tier), value: ({ take }) => name_of("tiers", take.tier) },
    { name: say(words.books) + unit, value: ({ site }) => site?.on_hand ?? null, number: true },
    { name: say(words.held) + unit, value: ({ site }) => site?.held ?? null, number: true },
    { name: say(words.keep) + unit, value: ({ site }) => site?.keep ?? null, number: true },
    {
      name: say(words.gives) + unit,
      value: ({ take }) => take.quantity,
      show: ({ take }) => <b>{number(take.quantity)}</b>,
      number: true,
      total: true,
    },
    {
      name: say(words.arrives),
      value: ({ take }) => take.arrive?.likely ?? "",
      show: ({ take }) => (
        <>
          {[take.arrive?.low, take.arrive?.likely, take.arrive?.high].map((at) => date_time(at).slice(-5)).join(" / ")}
          {take.may_be_late && <span class="mark soon">▲ {say(words.late_risk)}</span>}
        </>
      ),
    },
    {
      name: say(words.lorries),
      value: ({ take }) => take.trucks.map((truck) => `${name_of("vehicle_classes", truck.vehicle_class)}×${truck.trips}`).join(" "),
    },
    {
      name: say(words.signs),
      value: ({ take }) => signer_text(take.signs),
      show: ({ take }) => (
        <>
          {signer_text(take.signs)} <FlagMark flag={take.signs[0]?.flag} />
        </>
      ),
    },
    { name: say(words.call), value: ({ take }) => name_of("organisations", take.phone.org) },
  ];
}

function other_columns(): Column<SiteRow>[] {
  return [
    { name: say(common.depot), value: (site) => site.name },
    { name: say(words.books), value: (site) => site.on_hand, number: true },
    { name: say(words.held), value: (site) => site.held, number: true },
    { name: say(words.keep), value: (site) => site.keep, number: true },
    { name: say(words.why_not), value: (site) => why_not_text(site) },
  ];
}

/** One draft for each depot that gives; nothing is sent and each draft holds its stock. */
function DraftOrders({ found, takes }: { found: FindDocument; takes: Take[] }) {
  const key = useRef(new_key());
  const [at_work, set_at_work] = useState(0);
  const [made, set_made] = useState<{ number: string }[]>([]);
  const [problem, set_problem] = useState<Problem | null>(null);
  if (takes.length === 0) {
    return null;
  }
  const draft = async () => {
    set_problem(null);
    const numbers: { number: string }[] = [];
    try {
      for (const [index, take] of takes.entries()) {
        set_at_work(index + 1);
        const answer = await act<{ number: string }>(
          "order new",
          {
            from: take.site,
            to: found.to,
            line: [`${found.item}=${take.quantity}`],
            response: found.response > 0 ? ["", "I", "II", "III", "IV"][found.response] : undefined,
            hold: true,
          },
          // One key a depot, the same for a second press: an order is drafted once.
          `${key.current}-${take.site}`,
        );
        numbers.push({ number: answer.document.number });
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) {
        throw failure;
      }
      set_problem(failure);
    } finally {
      set_at_work(0);
      set_made(numbers);
    }
  };
  return (
    <>
      <ActButton primary busy={at_work > 0} on_press={() => void draft()} off={made.length === takes.length ? say(words.drafted, made.length) : ""}>
        {at_work > 0 ? say(words.drafting, at_work) : say(words.draft, takes.length)}
      </ActButton>
      {made.length > 0 && (
        <span role="status">
          {say(words.drafted, made.length)}
          {made.map((order) => (
            <a href={`/dispatch/orders/${encodeURIComponent(order.number)}`}>{order.number} </a>
          ))}
        </span>
      )}
      {problem && <ProblemBox problem={problem} />}
    </>
  );
}
