// SPDX-License-Identifier: Apache-2.0
import { useEffect, useRef, useState } from "preact/hooks";
import { load_catalogue } from "../api/catalogue";
import { ask_log_in } from "../api/client";
import { Problem } from "../api/problem";
import { Authenticator } from "../parts/authenticator";
import { forget_drafts, Form, type Fields } from "../parts/form";
import { ProblemBox } from "../parts/panel";
import { common } from "../words/common";
import { say, type Word } from "../words/language";
import { is_locked, me, type Me } from "./state";

const log_in_words = {
  first_time: ["首次登录（有一次性口令码）", "First time (with a one-time code)"],
  known: ["已有口令", "I have a password"],
  one_time_code: ["一次性口令码", "One-time code"],
  new_password: ["新口令", "New password"],
  new_password_hint: ["至少 12 个字符，含大写、小写、数字、符号中三类；或 20 个字符以上的一句话", "At least 12 characters with three of capitals, small letters, digits, signs; or a sentence of 20"],
  own_name: ["本人姓名（初装时填）", "Own name (at the first set-up)"],
  locked_over: [
    "已锁定：15 分钟没有操作。草稿还在，登录后继续。",
    "Locked: nothing was done for 15 minutes. Drafts are kept; log in to go on.",
  ],
  set_done: ["口令已设好，请登录", "The password is set; log in"],
  totp_hint: ["没有就空着", "Leave empty if you have none"],
  owes_password: ["先设新口令", "Set a new password first"],
  change: ["设新口令", "Set the new password"],
  owes_totp: ["先登记动态码：把密钥存入验证器，再填它显示的六位数", "Enrol an authenticator first: put the key into it, then type the six digits it shows"],
} as const satisfies Record<string, Word>;

/** The log-in page; `over` the page where a session has ended, so that what was begun is kept. */
export function LogIn({ over }: { over: boolean }) {
  const [is_first, set_first] = useState(false);
  const [fields, set_fields] = useState<Fields>({});
  const [problem, set_problem] = useState<Problem | null>(null);
  const [told, set_told] = useState("");
  const [owed, set_owed] = useState("");
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (over) {
      dialog.current?.showModal();
    }
  }, [over]);

  const fail = (failure: unknown) => {
    if (failure instanceof Problem) {
      set_problem(failure);
    } else {
      throw failure;
    }
  };
  /** Somebody is in: the page goes on, unless they owe something first. */
  const welcome = (identity: Me) => {
    if (over && me.value && identity.person.code !== me.value.person.code) {
      // Another person never sees what this one had begun.
      forget_drafts();
      location.assign("/duty");
      return;
    }
    set_owed(identity.owes);
    if (!identity.owes) {
      is_locked.value = false;
      void load_catalogue()
        .catch(() => {})
        .then(() => {
          me.value = identity;
        });
    }
  };
  const log_in = () => {
    set_problem(null);
    const body: Record<string, string> = { name: fields.name ?? "", password: fields.password ?? "" };
    if (fields.totp) {
      body.totp = fields.totp;
    }
    ask_log_in<Me>("log-in", body).then(welcome).catch(fail);
  };
  const redeem = () => {
    set_problem(null);
    const body: Record<string, string> = {
      name: fields.name ?? "",
      code: fields.code ?? "",
      password: fields.password ?? "",
    };
    if (fields.person) {
      body.person = fields.person;
    }
    ask_log_in("redeem", body)
      .then(() => {
        set_told(say(log_in_words.set_done));
        set_first(false);
        set_fields({ name: fields.name ?? "" });
      })
      .catch(fail);
  };
  const change = () => {
    set_problem(null);
    ask_log_in<Me>("password", { old: fields.password ?? "", new: fields.new_password ?? "" })
      .then(welcome)
      .catch(fail);
  };

  const body = (
    <div style={{ maxWidth: "420px", margin: over ? "0" : "12vh auto" }}>
      <h1>{over ? say(common.locked) : say(common.product)}</h1>
      <p class="note">{say(over ? log_in_words.locked_over : common.province)}</p>
      {told && <p role="status">{told}</p>}
      {problem && <ProblemBox problem={problem} />}
      {owed === "password" ? (
        <Form
          label={say(log_in_words.owes_password)}
          specs={[
            { name: "new_password", label: say(log_in_words.new_password), kind: "password", required: true, hint: say(log_in_words.new_password_hint) },
          ]}
          fields={fields}
          on_change={(changes) => set_fields({ ...fields, ...changes })}
          on_submit={change}
        >
          <button class="primary" type="submit">
            {say(log_in_words.change)}
          </button>
        </Form>
      ) : owed === "totp" ? (
        <div>
          <p>{say(log_in_words.owes_totp)}</p>
          <Authenticator on_done={() => void ask_log_in<Me>("me").then(welcome).catch(fail)} />
        </div>
      ) : (
        <Form
          label={say(common.log_in)}
          specs={
            is_first
              ? [
                  { name: "name", label: say(common.account), required: true },
                  { name: "code", label: say(log_in_words.one_time_code), required: true },
                  { name: "person", label: say(log_in_words.own_name) },
                  { name: "password", label: say(log_in_words.new_password), kind: "password", required: true, hint: say(log_in_words.new_password_hint) },
                ]
              : [
                  { name: "name", label: say(common.account), required: true },
                  { name: "password", label: say(common.password), kind: "password", required: true },
                  { name: "totp", label: say(common.authenticator), hint: say(log_in_words.totp_hint) },
                ]
          }
          fields={fields}
          on_change={(changes) => set_fields({ ...fields, ...changes })}
          on_submit={is_first ? redeem : log_in}
        >
          <div class="acts">
            <button class="primary" type="submit">
              {say(is_first ? log_in_words.change : common.log_in)}
            </button>
            <button type="button" onClick={() => set_first(!is_first)}>
              {say(is_first ? log_in_words.known : log_in_words.first_time)}
            </button>
          </div>
        </Form>
      )}
    </div>
  );
  return over ? (
    <dialog ref={dialog} aria-label={say(common.locked)} onCancel={(event) => event.preventDefault()}>
      {body}
    </dialog>
  ) : (
    body
  );
}
