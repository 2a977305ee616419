// SPDX-License-Identifier: Apache-2.0
import { name_of } from "../api/catalogue";

/** A person by name; the code where the books do not know one. */
export function person(code: string): string {
  return name_of("people", code);
}
