"use client";

import { useState } from "react";
import { CodeSample } from "@/components/reference/code-sample";
import { type Language, LANGUAGES, quickStart } from "@/components/reference/quick-start";
import { Segments } from "@/components/ui/segments";

/** The first program, in the language one has. */
export function QuickStartSample({ apiUrl, model }: { apiUrl: string; model: string }) {
  const [language, setLanguage] = useState<Language>("curl");
  const label = LANGUAGES.find(({ value }) => value === language)?.label ?? "";
  return (
    <div className="grid grid-cols-1 gap-3">
      <Segments legend="Language" name="language" segments={LANGUAGES} chosen={language} onChoose={setLanguage} />
      <CodeSample label={`Quick start in ${label}`} code={quickStart(language, { apiUrl, model })} />
    </div>
  );
}
