import { Page } from "@/components/ui/page";
import { PageTitle } from "@/components/ui/section";
import { Loading, Skeleton } from "@/components/ui/skeleton";

export default function KeysLoading() {
  return (
    <Page>
      <Loading what="your API keys" />
      <PageTitle title="API keys">Programs use them to ask in your name. What they use counts as yours.</PageTitle>
      <Skeleton className="h-36 w-full" />
    </Page>
  );
}
