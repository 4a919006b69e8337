import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function UsageLoading() {
  return (
    <Page width="wide">
      <Loading what="your usage" />
      <PageTitle title="Usage" />
      <div className="grid gap-8 pb-12 md:grid-cols-3">
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
        <Skeleton className="h-28" />
      </div>
      <div className="grid gap-5 border-t py-8">
        <Skeleton className="h-6 w-20" />
        <Skeleton className="h-40" />
      </div>
      <div className="grid gap-5 border-t py-8">
        <Skeleton className="h-6 w-24" />
        <Skeleton className="h-64" />
      </div>
    </Page>
  );
}
