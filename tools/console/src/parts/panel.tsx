// SPDX-License-Identifier: Apache-2.0
import { Component, type ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Asked } from "../api/use_ask";
import { Problem } from "../api/problem";
import { age, date_time, second, server_now, to_ms } from "../time/instant";
import { common } from "../words/common";
import { say } from "../words/language";
import { Refusal } from "./refusal";

interface PanelProps<Document> {
  title: string;
  asked: Asked<Document>;
  /** Time of the data (not of the download). */
  data_time?: (document: Document) => string | null | undefined;
  /** Milliseconds after which its data is old; shown hatched, and said in words. */
  stale_after_ms?: number;
  beside?: ComponentChildren;
  class?: string;
  children: (document: Document) => ComponentChildren;
}

/** A part of a page with its own question, stamp and states: one that fails leaves the rest alone. */
export function Panel<Document>(props: PanelProps<Document>) {
  const { asked, title } = props;
  const document = asked.answer?.document;
  const stamp = document && props.data_time?.(document);
  void second.value;
  const old =
    stamp != null &&
    props.stale_after_ms !== undefined &&
    server_now() - (to_ms(stamp) ?? 0) > props.stale_after_ms;
  return (
    <section class={`panel ${old ? "stale" : ""} ${props.class ?? ""}`} aria-label={title} tabIndex={-1} data-panel>
      {asked.loading_since_ms !== null && <div class="hairline" />}
      <header>
        <h2>{title}</h2>
        {props.beside}
        {stamp && (
          <span class="stamp">
            {say(common.as_of)} {date_time(stamp)}（{age(stamp)}）{old && <span class="mark late">▲ {say(common.stale)}</span>}
          </span>
        )}
      </header>
      {asked.problem && <ProblemBox problem={asked.problem} again={asked.again} />}
      {document !== undefined && <Guard>{() => props.children(document)}</Guard>}
      {document === undefined && !asked.problem && <Loading since_ms={asked.loading_since_ms} />}
    </section>
  );
}

/** A fault of a panel's drawing stays in this panel, and is told with its code. */
class Guard extends Component<{ children: () => ComponentChildren }, { failure: string }> {
  override state = { failure: "" };

  override componentDidCatch(failure: unknown): void {
    this.setState({ failure: String(failure) });
  }

  override render() {
    const { failure } = this.state;
    if (failure) {
      return (
        <ProblemBox
          problem={new Problem({ title: "", status: 500, code: "console", message: failure })}
          again={() => this.setState({ failure: "" })}
        />
      );
    }
    return <Drawn draw={this.props.children} />;
  }
}

function Drawn({ draw }: { draw: () => ComponentChildren }) {
  return <>{draw()}</>;
}

function Loading({ since_ms }: { since_ms: number | null }) {
  void second.value;
  const seconds = since_ms === null ? 0 : Math.floor((Date.now() - since_ms) / 1000);
  return (
    <p class="empty" aria-busy="true">
      {seconds < 2 ? say(common.loading) : say(common.loading_for, seconds)}
    </p>
  );
}

/** What happened, what is safe, what to do, and the code to ask about. */
export function ProblemBox({ problem, again }: { problem: Problem; again?: () => void }) {
  if (problem.code === "access.refused" && (problem.document.expected ?? "").includes("(")) {
    return <Refusal problem={problem} />;
  }
  const { title, message, field, found, expected, file, line, code } = problem.document;
  const place = [file, line ? String(line) : "", field].filter((part) => part).join(": ");
  return (
    <div class="problem" role="alert">
      <p>
        {problem.is_offline ? say(common.server_silent) : title || message}
        {!problem.is_offline && `。${say(common.nothing_lost)}`}
      </p>
      <dl>
        {place && [<dt>{say(common.where)}</dt>, <dd>{place}</dd>]}
        {found && [<dt>{say(common.found)}</dt>, <dd>{found}</dd>]}
        {expected && [<dt>{say(common.expected)}</dt>, <dd>{expected}</dd>]}
        <dt>{say(common.code)}</dt>
        <dd>{code}</dd>
      </dl>
      {again && (
        <button type="button" onClick={again}>
          {say(common.retry)}
        </button>
      )}
    </div>
  );
}

/** Why there is nothing, and the next thing to do. */
export function Empty({ why, children }: { why: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p>{why}</p>
      {children}
    </div>
  );
}

/** A row of tabs within a page; the address holds which. */
export function Tabs(props: { tabs: { name: string; href: string; now: boolean }[]; label: string }) {
  return (
    <nav aria-label={props.label} class="acts">
      {props.tabs.map((tab) => (
        <a class="button" href={tab.href} aria-current={tab.now ? "page" : undefined}>
          {tab.name}
        </a>
      ))}
    </nav>
  );
}

/** Copies a text and says so where it was pressed. */
export function CopyButton({ text }: { text: string }) {
  const [done, set_done] = useState(false);
  return (
    <button
      type="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => set_done(true));
      }}
    >
      {say(done ? common.copied : common.copy)}
    </button>
  );
}
