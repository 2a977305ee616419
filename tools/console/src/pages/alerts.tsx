// SPDX-License-Identifier: Apache-2.0
export default function Page() {
  return <h1>alerts</h1>;
}
