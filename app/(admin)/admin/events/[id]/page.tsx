import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { replay } from "@/app/(admin)/admin/events/actions";
import { EventWhole } from "@/components/admin/event-whole";
import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import { visitorLocale } from "@/lib/http/locale";
import { adminVisitor } from "@/lib/http/visitor";
import { wholeEvent } from "@/lib/insights/webhooks";
import { AppError } from "@/lib/platform/errors";

export const metadata: Metadata = { title: "Event · Admin" };

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  await adminVisitor();
  const [locale, event] = await Promise.all([visitorLocale(), found((await params).id)]);
  return (
    <Page width="wide">
      <PageTitle title={event.type} action={<TextLink href="/admin/events">All events</TextLink>}>
        <code className="break-all font-mono">{event.id}</code>
      </PageTitle>
      <EventWhole event={event} locale={locale} replay={replay} />
    </Page>
  );
}

async function found(id: string) {
  try {
    return await wholeEvent(id);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
}
