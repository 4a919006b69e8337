"use client";

import { Table, Td, Th } from "@/components/ui/table";

type DayLinesProps = {
  models: readonly { model: string; name: string }[];
  /** The newest first; as many costs as there are models. */
  lines: readonly { day: string; costs: readonly string[] }[];
};

/** Of words, as the receipts are, and for the same reason. */
export function DayLines({ models, lines }: DayLinesProps) {
  return (
    <Table label="Use by day and model">
      <caption className="sr-only">Use by day and model, the newest first; days without use are left out</caption>
      <thead>
        <tr>
          <Th>Day</Th>
          {models.map(({ model, name }) => (
            <Th key={model} end>
              {name}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map(({ day, costs }) => (
          <tr key={day}>
            <th scope="row" className="whitespace-nowrap">
              {day}
            </th>
            {models.map(({ model }, index) => (
              <Td key={model} end>
                {costs[index]}
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
