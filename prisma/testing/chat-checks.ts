/** The checks of the tables of the chat, and statements that violate them. */
export const CHAT_CHECKS: Record<string, string[]> = {
  conversations_temperature_in_range: [
    "UPDATE conversations SET temperature_centi = -1",
    "UPDATE conversations SET temperature_centi = 201",
  ],
  messages_root_alone_has_no_parent: [
    "UPDATE messages SET parent_id = NULL WHERE role = 'user'",
    "UPDATE messages SET parent_id = id WHERE role = 'root'",
  ],
  messages_root_is_empty: ["UPDATE messages SET content = 'Hello' WHERE role = 'root'"],
  messages_only_answers_are_unfinished: ["UPDATE messages SET status = 'streaming' WHERE role = 'user'"],
  messages_failure_has_a_code: ["UPDATE messages SET status = 'failed' WHERE role = 'assistant'"],
  generations_end_has_a_time: [
    "UPDATE generations SET status = 'running'",
    "UPDATE generations SET finished_at = NULL",
  ],
  generations_failure_has_a_code: ["UPDATE generations SET status = 'failed'"],
  generations_prefix_not_negative: ["UPDATE generations SET prefix_length = -1"],
  generations_length_not_negative: ["UPDATE generations SET stored_length = -1"],
  generation_events_range_is_real: [
    "UPDATE generation_events SET from_offset = -1",
    "UPDATE generation_events SET to_offset = from_offset",
  ],
  messages_depth_not_negative: ["UPDATE messages SET depth = -1"],
  messages_omitted_not_negative: ["UPDATE messages SET omitted_count = -1"],
  generations_seen_length_belongs_to_a_stop: [
    "UPDATE generations SET stop_seen_length = 3",
    "UPDATE generations SET stop_requested_at = '2026-01-01Z', stop_seen_length = -1",
  ],
  generations_temporary_have_no_message: ["UPDATE generations SET is_temporary = true"],
  attachments_size_is_real: [
    "UPDATE attachments SET size_bytes = 0",
    "UPDATE attachments SET bound_tokens = -1",
    "UPDATE attachments SET page_count = 0",
    "UPDATE attachments SET width = 0",
    "UPDATE attachments SET height = 0",
  ],
  attachments_are_hashed: ["UPDATE attachments SET sha256 = 'the bytes'"],
  attachments_documents_have_text: ["UPDATE attachments SET text = NULL", "UPDATE attachments SET kind = 'image'"],
  message_attachments_position_not_negative: ["UPDATE message_attachments SET position = -1"],
  message_attachments_bound_not_negative: ["UPDATE message_attachments SET bound_tokens = -1"],
};
