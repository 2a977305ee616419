// SPDX-License-Identifier: Apache-2.0

/** A refusal as the server words it (RFC 9457 with the fields of relief.error/1). */
export interface ProblemDocument {
  title: string;
  status: number;
  code: string;
  message: string;
  file?: string;
  line?: number;
  field?: string;
  found?: string;
  expected?: string;
}

export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(document: ProblemDocument) {
    super(document.title || document.message);
    this.document = document;
  }

  get status(): number {
    return this.document.status;
  }

  get code(): string {
    return this.document.code;
  }

  /** Nobody answered: the net, not the server, said no. */
  get is_offline(): boolean {
    return this.document.status === 0;
  }
}

export function offline_problem(): Problem {
  return new Problem({ title: "", status: 0, code: "net.silent", message: "no answer" });
}

/** Makes whatever a response carries into a problem. */
export async function problem_of(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const document = JSON.parse(text) as ProblemDocument;
    if (typeof document.code === "string") {
      return new Problem({ ...document, status: response.status });
    }
  } catch {
    // not a problem document: told below with what it was
  }
  return new Problem({
    title: "",
    status: response.status,
    code: `http.${response.status}`,
    message: text.slice(0, 200),
  });
}
