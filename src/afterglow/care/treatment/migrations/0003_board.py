import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_finance_clerk'),
        ('access', '__first__'),
        ('treatment', '0002_recovery_bedside_and_papers'),
    ]

    operations = [
        migrations.CreateModel(
            name='LookingAfter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('happened_at', models.DateTimeField()),
                ('written_at', models.DateTimeField()),
                ('author_name', models.CharField(max_length=200)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='liveevent',
            name='figures',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddIndex(
            model_name='liveevent',
            index=models.Index(fields=['clinic', 'id'], name='live_event_of_clinic'),
        ),
        migrations.AddField(
            model_name='lookingafter',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='treatment.session'),
        ),
    ]
