"""A notice leaves by the outbox like a letter, and carries no contact."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_the_customers_seat"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoing",
            name="notice",
            field=models.JSONField(null=True),
        ),
        migrations.AlterField(
            model_name="outgoing",
            name="contact",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outgoing",
                to="cases.contact",
            ),
        ),
    ]
