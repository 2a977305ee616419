// SPDX-License-Identifier: Apache-2.0
export default function Page() {
  return <h1>drill</h1>;
}
