// SPDX-License-Identifier: Apache-2.0
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { why_no_writing } from "../app/state";

interface ActButtonProps {
  /** The verb with its object and count: 签发调拨令 0017. */
  children: ComponentChildren;
  on_press: () => void;
  primary?: boolean;
  busy?: boolean;
  /** Why it is off now, besides what holds for every writing button. */
  off?: string;
  submit?: boolean;
  name?: string;
}

/** A button that writes. Where it is off it can still be reached, and says why. */
export function ActButton(props: ActButtonProps) {
  const id = useId();
  const off = props.off || why_no_writing.value;
  const is_off = off !== "" || props.busy === true;
  return (
    <span class="act">
      <button
        type={props.submit && !is_off ? "submit" : "button"}
        class={props.primary ? "primary" : ""}
        aria-disabled={is_off ? "true" : undefined}
        aria-busy={props.busy ? "true" : undefined}
        aria-describedby={off ? id : undefined}
        name={props.name}
        onClick={(event) => {
          if (is_off) {
            event.preventDefault();
          } else if (!props.submit) {
            props.on_press();
          }
        }}
      >
        {props.children}
      </button>
      {off && (
        <span id={id} class="off-why">
          {" "}
          {off}
        </span>
      )}
    </span>
  );
}
