// SPDX-License-Identifier: Apache-2.0
import { address } from "../app/address";
import { EventPage } from "./events/event";
import { EventList } from "./events/list";
import "./events/events.css";

/** /events lists them; /events/ID is one of them. */
export default function Page() {
  const id = address.value.parts[1] ?? "";
  return id === "" ? <EventList /> : <EventPage key={id} id={id} />;
}
