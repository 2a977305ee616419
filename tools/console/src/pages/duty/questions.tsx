// SPDX-License-Identifier: Apache-2.0
// What leaders asked or ordered: to whom it was given, by when, and what was answered from where.
import { name_of } from "../../api/catalogue";
import { person_name } from "../../app/state";
import { ActButton } from "../../parts/act_button";
import { Countdown } from "../../parts/marks";
import type { SignAsk } from "../../parts/sign_dialog";
import { date_time, iso, read_typed_time } from "../../time/instant";
import { duty_words as words } from "../../words/duty";
import { say } from "../../words/language";
import type { Board, LeaderQuestion } from "./document";

interface QuestionsProps {
  questions: Board["questions"];
  on_sign: (sign: SignAsk) => void;
}

function time_parameter(text: string | undefined): string | undefined {
  const at = read_typed_time(text ?? "");
  return at === null ? text : iso(at);
}

export function Questions({ questions, on_sign }: QuestionsProps) {
  const note = () =>
    on_sign({
      title: say(words.note_question),
      verb: say(words.note_question),
      what: say(words.questions),
      operation: "duty ask",
      parameters: {},
      specs: [
        { name: "by", label: say(words.asked_by), required: true },
        { name: "words", label: say(words.words_said), kind: "long", required: true },
        { name: "to", label: say(words.given_to), required: true, hint: person_name.value },
        { name: "due", label: say(words.due), kind: "time", required: true, hint: "0715 1000 / 1000" },
        {
          name: "kind",
          label: say(words.kind),
          choices: [
            { value: "question", text: say(words.question) },
            { value: "instruction", text: say(words.instruction) },
          ],
        },
      ],
      parameters_of: (typed) => ({ ...typed, due: time_parameter(typed.due) }),
    });
  const answer = (question: LeaderQuestion) =>
    on_sign({
      title: `${say(words.answer)} ${question.id}`,
      verb: `${say(words.answer)} ${question.id}`,
      what: question.words,
      from_to: `${person_name.value} → ${question.asked_by}`,
      operation: "duty answer",
      parameters: { question: String(question.id) },
      specs: [
        { name: "words", label: say(words.answer_words), kind: "long" },
        { name: "figure", label: say(words.figure) },
        { name: "source", label: say(words.source), hint: "relief find 棉被 5000 --to 220281 --within 6h" },
        { name: "as-of", label: say(words.as_of), kind: "time" },
      ],
      parameters_of: (typed) => ({ ...typed, "as-of": time_parameter(typed["as-of"]) }),
    });
  return (
    <section class="panel" aria-label={say(words.questions)} data-panel tabIndex={-1}>
      <header>
        <h2>
          {say(words.questions)} <span class="note">{say(words.open_count, questions.open)}</span>
        </h2>
        <span class="grow" />
        <ActButton on_press={note} name="ask">
          {say(words.note_question)}
        </ActButton>
      </header>
      {questions.items.length === 0 ? (
        <p class="empty">{say(words.no_questions)}</p>
      ) : (
        <ul>
          {questions.items.map((question) => (
            <li key={question.id} class="acts">
              <Countdown due={question.due} />
              <span class="grow">
                {say(question.kind === "instruction" ? words.instruction : words.question)} {question.id} · {question.asked_by}：“{question.words}” → {name_of("people", question.given_to)}{" "}
                <span class="note">{date_time(question.at)}</span>
              </span>
              <ActButton on_press={() => answer(question)}>
                {say(words.answer)} {question.id}
              </ActButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
