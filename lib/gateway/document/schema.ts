/** The API's document as the page shows it. */

export type FieldView = {
  name: string;
  /** "text", "list of objects, 1 to 128". */
  type: string;
  isRequired: boolean;
  about: string;
};

export type OperationView = {
  id: string;
  method: "GET" | "POST";
  path: string;
  summary: string;
  about: string;
  /** The scope a key needs; null where a browser's session opens it. */
  scope: string | null;
  parameter: { name: string; about: string; example: string } | null;
  fields: FieldView[];
  /** A body to begin with, as JSON over several lines. */
  example: string | null;
  headers: { name: string; about: string }[];
  failures: { status: number; code: string | null; when: string }[];
};
