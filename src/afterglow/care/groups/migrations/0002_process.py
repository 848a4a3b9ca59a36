import afterglow.ground.access.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('access', '0002_finance_clerk'),
        ('access', '__first__'),
        ('groups', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Supervision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('day', models.DateField()),
                ('supervisor', models.CharField(max_length=200)),
                ('arranged_at', models.DateTimeField()),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.series')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clinic', 'series', 'day'), name='one_supervision_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AnonymousCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('author_name', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('text', models.TextField()),
                ('keep_until', models.DateField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('supervision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.supervision')),
            ],
            options={
                'indexes': [models.Index(fields=['erased_at', 'keep_until'], name='anonymous_case_to_erase')],
            },
        ),
        migrations.CreateModel(
            name='ProcessNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ref', models.CharField(default=afterglow.ground.access.models.new_ref, editable=False, max_length=22, unique=True)),
                ('author_name', models.CharField(max_length=200)),
                ('written_at', models.DateTimeField()),
                ('text', models.TextField()),
                ('keep_until', models.DateField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('themes', models.JSONField(default=list)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.clinic')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.meeting')),
            ],
            options={
                'indexes': [models.Index(fields=['erased_at', 'keep_until'], name='process_note_to_erase')],
            },
        ),
    ]
