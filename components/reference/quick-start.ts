export type Language = "curl" | "javascript" | "python";
export const LANGUAGES: readonly { value: Language; label: string }[] = [
  { value: "curl", label: "curl" },
  { value: "javascript", label: "JavaScript" },
  { value: "python", label: "Python" },
];

type Place = { apiUrl: string; model: string };

/** The first program one writes: the official libraries, with another address and another key. */
export function quickStart(language: Language, place: Place): string {
  return PROGRAMS[language](place);
}

const PROGRAMS: Record<Language, (place: Place) => string> = {
  curl: ({ apiUrl, model }) => `curl ${apiUrl}/chat/completions \\
  -H "Authorization: Bearer $PARLEY_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{
    "model": "${model}",
    "messages": [{ "role": "user", "content": "Write a haiku about rain." }]
  }'`,
  javascript: ({ apiUrl, model }) => `// npm install openai
import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${apiUrl}",
  apiKey: process.env.PARLEY_API_KEY,
});

const stream = await client.chat.completions.create({
  model: "${model}",
  messages: [{ role: "user", content: "Write a haiku about rain." }],
  stream: true,
});
for await (const chunk of stream) {
  process.stdout.write(chunk.choices[0]?.delta.content ?? "");
}`,
  python: ({ apiUrl, model }) => `# pip install openai
import os
from openai import OpenAI

client = OpenAI(
    base_url="${apiUrl}",
    api_key=os.environ["PARLEY_API_KEY"],
)

stream = client.chat.completions.create(
    model="${model}",
    messages=[{"role": "user", "content": "Write a haiku about rain."}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)`,
};
