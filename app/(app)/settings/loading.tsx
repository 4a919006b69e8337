import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function SettingsLoading() {
  return (
    <Page>
      <Loading what="your settings" />
      <PageTitle title="Settings" />
      <div className="grid gap-5 pb-8">
        <Skeleton className="h-6 w-12" />
        <Skeleton className="h-5 w-80 max-w-full" />
        <Skeleton className="h-33 w-96 max-w-full" />
      </div>
      <div className="grid gap-5 border-t py-8">
        <Skeleton className="h-6 w-28" />
        <Skeleton className="h-10 w-72" />
      </div>
    </Page>
  );
}
