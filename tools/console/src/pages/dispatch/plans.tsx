// SPDX-License-Identifier: Apache-2.0
export function PlansPage() {
  return null;
}
