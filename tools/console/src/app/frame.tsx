// SPDX-License-Identifier: Apache-2.0
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { name_of } from "../api/catalogue";
import { ask_log_in } from "../api/client";
import { forget_drafts } from "../parts/form";
import { WhyDrawer } from "../parts/why";
import { date_time, duration, second } from "../time/instant";
import { common } from "../words/common";
import { choose_language, language, say, type Word } from "../words/language";
import { address, follow_links, go, look_back_at, set_query } from "./address";
import { IncidentStrip } from "./incident_strip";
import { key_words, keys_shown } from "./keys";
import { link } from "./live";
import { LogIn } from "./log_in";
import { pages, type Page } from "./pages";
import { is_demo, is_locked, me, person_name } from "./state";

const frame_words = {
  search_hint: ["单号、库、物资、地名", "Document, depot, item, place"],
  page_failed: ["这一页没有读到：{0}", "This page could not be fetched: {0}"],
  demo_person: ["演示身份", "Acting as"],
} as const satisfies Record<string, Word>;

export function Frame() {
  if (!is_demo.value && me.value === null) {
    return (
      <main>
        <LogIn over={false} />
      </main>
    );
  }
  const at = address.value.parts[0] ?? "duty";
  if (at === "wall" || at === "sign") {
    return (
      <div class="bare" onClick={follow_links}>
        <Strips />
        <main id="page" tabIndex={-1} class={at}>
          <CurrentPage at={at} />
        </main>
        <WhyDrawer />
        {is_locked.value && <LogIn over />}
      </div>
    );
  }
  return (
    <div onClick={follow_links}>
      <a class="skip" href="#page">
        {say(common.skip_to_page)}
      </a>
      <TopBar />
      <Rail at={at} />
      <div class="content">
        <Strips />
        <main id="page" tabIndex={-1}>
          <CurrentPage at={at} />
        </main>
      </div>
      <WhyDrawer />
      {keys_shown.value && <KeyList />}
      {is_locked.value && <LogIn over />}
    </div>
  );
}

function TopBar() {
  return (
    <header class="top">
      <a class="name" href="/duty" style={{ color: "inherit", textDecoration: "none" }}>
        {say(common.product)}
      </a>
      <span class="event">{say(common.province)}</span>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const text = new FormData(event.currentTarget).get("q");
          go(`/find?q=${encodeURIComponent(String(text ?? ""))}`);
        }}
        onKeyDown={(event) => {
          if (event.code === "Enter" && (event.isComposing || event.keyCode === 229)) {
            event.preventDefault();
          }
        }}
      >
        <input id="search" name="q" type="search" aria-label={say(common.search)} placeholder={`/ ${say(frame_words.search_hint)}`} />
      </form>
      <LinkState />
      <button type="button" lang={language.value === "zh" ? "en" : "zh-CN"} onClick={() => choose_language(language.value === "zh" ? "en" : "zh")}>
        {say(common.language_switch)}
      </button>
      <a href={`/handbook.html#${address.value.parts[0] ?? "duty"}`} target="_blank" rel="noopener">
        {say(common.help)}
      </a>
      <a href="/me">
        {is_demo.value ? `${say(frame_words.demo_person)}: ` : ""}
        {name_of("people", person_name.value)}
      </a>
      {!is_demo.value && (
        <button
          type="button"
          onClick={() => {
            forget_drafts();
            void ask_log_in("log-out").finally(() => {
              me.value = null;
            });
          }}
        >
          {say(common.log_out)}
        </button>
      )}
    </header>
  );
}

function LinkState() {
  const state = link.value.state;
  return (
    <span class="link-state" role="status">
      {state === "live" ? `● ${say(common.live)}` : state === "connecting" ? `○ ${say(common.connecting)}` : `✕`}
    </span>
  );
}

function Rail({ at }: { at: string }) {
  return (
    <nav class="rail" aria-label={say(common.pages)}>
      {pages
        .filter((page) => page.icon !== "")
        .map((page) => (
          <a href={`/${page.at}`} aria-current={page.at === at ? "page" : undefined}>
            <svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.5">
              <path d={page.icon} />
            </svg>
            {say(page.name)}
          </a>
        ))}
    </nav>
  );
}

function Strips() {
  void second.value;
  const back = look_back_at();
  return (
    <div class="strips">
      {is_demo.value && <div class="strip demo">{say(common.demo_strip)}</div>}
      {link.value.state === "offline" && (
        <div class="strip offline" role="alert">
          {say(common.offline_since, date_time(link.value.since_ms), duration(Date.now() - link.value.since_ms))} ·{" "}
          {say(common.off_offline)}
        </div>
      )}
      {back !== "" && (
        <div class="strip look-back" role="status">
          {say(common.look_back, date_time(back))}
          <button type="button" onClick={() => set_query({ at: "" })}>
            {say(common.look_back_end)}
          </button>
        </div>
      )}
      <IncidentStrip />
    </div>
  );
}

function CurrentPage({ at }: { at: string }) {
  const page = pages.find((one) => one.at === at);
  useEffect(() => {
    document.title = `${page ? say(page.name) : "—"} · ${say(common.product)}`;
  }, [at, language.value]);
  if (!page) {
    return <NoSuchPage />;
  }
  return <Loaded key={page.at} page={page} />;
}

function Loaded({ page }: { page: Page }) {
  const [shown, set_shown] = useState<{ Page: ComponentType } | null>(null);
  const [failure, set_failure] = useState("");
  const first = useRef(true);
  useEffect(() => {
    page
      .load()
      .then((module) => set_shown({ Page: module.default }))
      .catch((problem: unknown) => set_failure(String(problem)));
  }, [page.at]);
  useEffect(() => {
    // The page's own first field may take the focus; else the page itself does.
    if (shown && first.current && document.activeElement === document.body) {
      document.getElementById("page")?.focus();
    }
    first.current = false;
  }, [shown]);
  if (failure) {
    return (
      <div class="problem" role="alert">
        <p>{say(frame_words.page_failed, failure)}</p>
        <button type="button" onClick={() => location.reload()}>
          {say(common.retry)}
        </button>
      </div>
    );
  }
  return shown ? <shown.Page /> : <p class="empty" aria-busy="true">{say(common.loading)}</p>;
}

function NoSuchPage() {
  return (
    <div class="empty">
      <h1>{say(common.no_such_page)}</h1>
      <a class="button" href="/duty">
        {say(common.go_duty)}
      </a>
    </div>
  );
}

function KeyList() {
  return (
    <aside
      class="drawer"
      aria-label={say(common.keys)}
      tabIndex={-1}
      ref={(drawer) => drawer?.focus()}
      onKeyDown={(event) => {
        if (event.code === "Escape") {
          keys_shown.value = false;
        }
      }}
    >
      <div class="acts">
        <h2 class="grow">{say(common.keys)}</h2>
        <button type="button" onClick={() => (keys_shown.value = false)}>
          {say(common.close)}
        </button>
      </div>
      <table>
        <tbody>
          {key_words.map(([keys, does]) => (
            <tr>
              <th scope="row">{keys}</th>
              <td>{say(does)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </aside>
  );
}
