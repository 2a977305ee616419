// SPDX-License-Identifier: Apache-2.0
// An assessment as a job: begun, followed, stopped; and one for each round of reports.
import { signal } from "@preact/signals";
import { read_file, upload, work, type JobDocument, type Parameters, type Work } from "../../api/client";
import { Problem } from "../../api/problem";
import type { GeoFeature } from "../map/document";
import type { Assessment, FieldReport } from "./documents";

export interface Choice {
  /** scenario, raster, polygons, stations, shakemap, outages, epicentre */
  layer: string;
  scenario: string;
  file: File | null;
  driver: string;
  epicentre: string;
  magnitude: string;
  month: string;
  seed: string;
  draws: string;
  with_reports: boolean;
}

export interface Made {
  assessment: Assessment;
  seconds: number;
  made_ms: number;
  choice: Choice;
  parameters: Parameters;
  /** Townships with their figures, as the map draws them. */
  townships: GeoFeature[];
}

/** The last assessment of each event that was made in this tab. */
export const made_of = signal<Record<string, Made>>({});
/** Assessments by round of reports, of each event. */
export const rounds_of = signal<Record<string, { report: FieldReport; assessment: Assessment }[]>>({});

export async function parameters_of(choice: Choice, event: string, at: string): Promise<Parameters> {
  const shared: Parameters = { geojson: losses_file, seed: choice.seed, draws: choice.draws, "no-reports": !choice.with_reports, at };
  if (choice.layer === "scenario") {
    return { ...shared, scenario: choice.scenario };
  }
  const own: Parameters = { ...shared, event, month: choice.month };
  if (choice.layer === "epicentre") {
    return { ...own, epicentre: choice.epicentre, magnitude: choice.magnitude };
  }
  if (choice.file === null) {
    throw new Problem({ title: "", status: 400, code: "argument.value", message: "no layer is chosen", field: choice.layer });
  }
  const id = await upload(choice.file, choice.file.name);
  return { ...own, [choice.layer]: id, ...(choice.layer === "outages" || choice.layer === "shakemap" ? {} : { driver: choice.driver }) };
}

const losses_file = "losses.geojson";

/** The townships of the file an assessment wrote beside its document; none where it wrote none. */
export async function townships_of(files: Record<string, string>): Promise<GeoFeature[]> {
  const address = files[losses_file];
  if (address === undefined) {
    return [];
  }
  const file = JSON.parse(await read_file(address)) as { features: GeoFeature[] };
  return file.features.filter((feature) => feature.geometry?.type === "Point");
}

/** Begins an assessment; `stop` ends it. */
export function begin(parameters: Parameters, on_progress: (job: JobDocument) => void): Work<Assessment> {
  return work<Assessment>("assess", parameters, on_progress);
}

export function keep(event: string, made: Made): void {
  made_of.value = { ...made_of.value, [event]: made };
}
