import { redirect } from "next/navigation";
import { fixPage } from "@/lib/billing/dunning/fix";
import { signedInVisitor } from "@/lib/http/visitor";

/** What letters and banners link to: leads on to where the payment is put right, made at this moment. */
export default async function FixPage(): Promise<never> {
  const viewer = await signedInVisitor("/billing/fix");
  redirect(await fixPage(viewer));
}
