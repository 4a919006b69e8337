import { Said } from "@/components/reference/said";
import { TryOperation } from "@/components/reference/try-operation";
import { Badge } from "@/components/ui/badge";
import { Table, Td, Th } from "@/components/ui/table";
import type { OperationView } from "@/lib/gateway/document/schema";

/** One operation: what it is for, what it takes, how it fails, and a place to try it. */
export function OperationSection({ operation, apiKey }: { operation: OperationView; apiKey: string }) {
  const { id, method, path, summary, about, scope, fields, headers, failures } = operation;
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="grid scroll-mt-6 grid-cols-1 gap-5 border-t py-10">
      <div className="grid gap-2">
        <h3 id={`${id}-title`} className="font-semibold text-base">
          {summary}
        </h3>
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone="accent">{method}</Badge>
          <code className="break-all font-mono text-sm">{path}</code>
        </p>
        <p className="max-w-prose text-muted">
          <Said>{about}</Said>
        </p>
        <p className="text-muted">
          {scope === null ? "Opened by your session." : `Needs a key with the scope "${scope}".`}
        </p>
      </div>
      {fields.length > 0 ? <Fields operation={operation} /> : null}
      <details>
        <summary className="cursor-pointer font-medium">Errors and headers</summary>
        <div className="grid grid-cols-1 gap-5 pt-4">
          <Table label={`Errors of ${summary}`}>
            <thead>
              <tr>
                <Th>Status</Th>
                <Th>Code</Th>
                <Th>When</Th>
              </tr>
            </thead>
            <tbody>
              {failures.map(({ status, code, when }) => (
                <tr key={`${status} ${code} ${when}`}>
                  <Td className="tabular align-top">{status}</Td>
                  <Td className="align-top font-mono text-xs">{code ?? "none"}</Td>
                  <Td className="min-w-60">
                    <Said>{when}</Said>
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
          <ul className="grid gap-1">
            {headers.map((header) => (
              <li key={header.name}>
                <code className="font-mono text-xs">{header.name}</code>{" "}
                <span className="text-muted">
                  <Said>{header.about}</Said>
                </span>
              </li>
            ))}
          </ul>
        </div>
      </details>
      <TryOperation operation={operation} apiKey={apiKey} />
    </section>
  );
}

function Fields({ operation: { fields, summary } }: { operation: OperationView }) {
  return (
    <details>
      <summary className="cursor-pointer font-medium">Parameters</summary>
      <div className="pt-4">
        <Table label={`Parameters of ${summary}`}>
          <thead>
            <tr>
              <Th>Name</Th>
              <Th>Value</Th>
              <Th>About</Th>
            </tr>
          </thead>
          <tbody>
            {fields.map(({ name, type, isRequired, about }) => (
              <tr key={name}>
                <Td className="align-top font-mono text-xs">{name}</Td>
                <Td className="align-top">{type}</Td>
                <Td className="min-w-40">
                  <Said>{[isRequired ? "Required." : "", about].filter(Boolean).join(" ")}</Said>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </details>
  );
}
