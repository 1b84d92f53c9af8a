ALTER TABLE `target` ADD `types` text;--> statement-breakpoint
ALTER TABLE `target` ADD `products` text;