import { FileSpreadsheet, Hash } from "lucide-react";
import type { Table, TableCell } from "mdast";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { classNames } from "@/components/ui/class-names";
import { csvOf, markdownOf, rowsOf } from "./table-text";

type AnswerTableProps = {
  table: Table;
  /** It goes on with the table above: only one of them shows the head. */
  isContinued: boolean;
  cell: (cell: TableCell) => ReactNode;
};

/** A table that scrolls by itself, and can be taken along. */
export function AnswerTable({ table, isContinued, cell }: AnswerTableProps) {
  const [head, ...rows] = table.children;
  const texts = rowsOf(table);
  const aligned = (place: number) => ({ textAlign: table.align?.[place] ?? undefined }) as const;
  return (
    <figure className="group/table relative grid" aria-label="Table">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <section aria-label="Table" tabIndex={0} className="overflow-x-auto rounded-lg border">
        {/* A long word makes it wider, and it scrolls: in a narrow column words would be cut anywhere. */}
        <table className="w-full border-collapse text-left text-sm wrap-break-word">
          <thead className={isContinued ? "sr-only" : "bg-quiet"}>
            <tr className="border-b">
              {head?.children.map((title, place) =>
                // The corner above a column of names heads nothing.
                title.children.length === 0 ? (
                  // oxlint-disable-next-line jsx-a11y/control-has-associated-label -- nothing is what it says
                  <td key={placeKey(title, place)} />
                ) : (
                  <th
                    key={placeKey(title, place)}
                    scope="col"
                    style={aligned(place)}
                    className="whitespace-nowrap px-3 py-2 font-medium"
                  >
                    {cell(title)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, line) => (
              <tr key={placeKey(row, line)} className="border-b last:border-b-0">
                {row.children.map((part, place) => (
                  <td
                    key={placeKey(part, place)}
                    style={aligned(place)}
                    className="tabular min-w-24 px-3 py-2 align-top"
                  >
                    {cell(part)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <figcaption className={CAPTION}>
        <CopyButton
          label="Copy as CSV"
          text={csvOf(texts)}
          icon={<FileSpreadsheet className="size-4" aria-hidden="true" />}
        />
        <CopyButton
          label="Copy as Markdown"
          text={markdownOf(texts)}
          icon={<Hash className="size-4" aria-hidden="true" />}
        />
      </figcaption>
    </figure>
  );
}

/** Over the table's corner where a mouse brings it up, so that it takes no room while it is hidden; below it on glass. */
const CAPTION = classNames(
  "flex justify-end pointer-fine:absolute pointer-fine:top-1 pointer-fine:right-1 pointer-fine:rounded-md",
  "pointer-fine:bg-raised pointer-fine:opacity-0 pointer-fine:shadow-float transition-opacity",
  "focus-within:opacity-100 group-hover/table:opacity-100",
);

function placeKey(node: { position?: { start: { offset?: number | undefined } } | undefined }, place: number): number {
  return node.position?.start.offset ?? place;
}
